/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.run;

import java.nio.file.Path;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.control.RestconfClient;
import org.opendaylight.coalescer.it.lab.Console;
import org.opendaylight.coalescer.it.lab.UnderlayLab;

/** Prints what a user may type while the controller is up. Functions without state. */
final class Suggestions {
    private Suggestions() {
        // functions only
    }

    static void print(final Path passwordFile, final UnderlayLab lab) {
        final var port = lab.portName();
        final var curl = "  curl -su \"admin:$(cat " + passwordFile + ")\" ";
        final var data = RestconfClient.DEFAULT_ROOT + "data/" + CoalescerModel.ROOT;
        Console.line("\nTo try" + (System.getenv("COALESCER_INSIDE") == null ? ":"
            : ", after ./coalescer enter in another terminal:"));
        Console.line("  # counters and state of the port");
        Console.line(curl + "'" + data + "/port=" + port + "?content=nonconfig'");
        Console.line("  # the counters as they are now");
        Console.line(curl + "-H 'Content-Type: application/yang-data+json' -d '"
            + "{\"odl-coalescer:input\":{\"port\":\"" + port + "\"}}' "
            + RestconfClient.DEFAULT_ROOT + "operations/" + CoalescerModel.GET_STATISTICS);
        Console.line("  # coalescing off; true switches it on again");
        Console.line(curl + "-X PATCH -H 'Content-Type: application/yang-data+json' -d '"
            + "{\"odl-coalescer:coalescer\":{\"port\":[{\"name\":\"" + port + "\",\"coalescing\":{\"tcp\":false}}]}}' "
            + data);
        Console.line("  # the same state by NETCONF (Debian package python3-ncclient)");
        Console.line("""
              /usr/bin/python3 - "$(cat FILE)" << 'END'
            import sys
            from ncclient import manager
            with manager.connect(host='127.0.0.1', port=2830, username='admin', password=sys.argv[1],
                                 hostkey_verify=False, look_for_keys=False, allow_agent=False) as controller:
                print(controller.get(('subtree', '<coalescer xmlns="urn:opendaylight:params:xml:ns:yang:coalescer"/>')))
            END
            """.stripTrailing().replace("FILE", passwordFile.toString()));
        Console.line("  # a shell at the far end, whose addresses the port reaches");
        Console.line("  nsenter --net=/run/netns/" + lab.far().name() + " bash");
    }
}
