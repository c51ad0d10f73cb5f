/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.mdsal;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import javax.xml.transform.dom.DOMResult;
import org.opendaylight.mdsal.dom.api.DOMNotification;
import org.opendaylight.mdsal.dom.api.DOMNotificationListener;
import org.opendaylight.mdsal.dom.api.DOMNotificationService;
import org.opendaylight.mdsal.dom.api.DOMSchemaService;
import org.opendaylight.netconf.api.messages.NotificationMessage;
import org.opendaylight.netconf.api.xml.XMLSupport;
import org.opendaylight.netconf.api.xml.XmlUtil;
import org.opendaylight.netconf.server.api.notifications.NetconfNotificationCollector;
import org.opendaylight.netconf.server.api.notifications.NotificationPublisherRegistration;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.netconf.notification._1._0.rev080714.StreamNameType;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.netmod.notification.rev080714.netconf.streams.StreamBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.GapRateAlarm;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.OffloadFallback;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.PortStateChange;
import org.opendaylight.yangtools.concepts.Registration;
import org.opendaylight.yangtools.yang.data.api.schema.stream.NormalizedNodeWriter;
import org.opendaylight.yangtools.yang.data.codec.xml.XMLStreamNormalizedNodeStreamWriter;
import org.opendaylight.yangtools.yang.model.api.stmt.SchemaNodeIdentifier.Absolute;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.w3c.dom.Document;

/**
 * Hands our notifications to the NETCONF server (RFC 5277), which on its own sends none but those about itself: in its
 * default stream, and in one of ours alone. Active only where there is a NETCONF server. Called from threads of MD-SAL.
 */
@Component(service = { }, immediate = true)
public final class NetconfEvents implements DOMNotificationListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NetconfEvents.class);

    private final DOMSchemaService schemaService;
    private final List<Stream> streams;
    private final Registration registration;

    /** A stream that events go to. */
    private record Stream(StreamNameType name, NotificationPublisherRegistration publisher) {
        static Stream open(final NetconfNotificationCollector collector, final String name, final String description) {
            final var type = new StreamNameType(name);
            return new Stream(type, collector.registerNotificationPublisher(new StreamBuilder().setName(type)
                .setDescription(description).setReplaySupport(Boolean.FALSE).build()));
        }
    }

    /**
     * Starts handing on.
     *
     * @param notificationService where they come from
     * @param schemaService to write them as XML
     * @param collector where they go to
     */
    @Activate
    public NetconfEvents(@Reference final DOMNotificationService notificationService,
            @Reference final DOMSchemaService schemaService, @Reference final NetconfNotificationCollector collector) {
        this.schemaService = requireNonNull(schemaService);
        streams = List.of(Stream.open(collector, "NETCONF", "Default Event Stream"),
            Stream.open(collector, "odl-coalescer", "Notifications of odl-coalescer alone"));
        registration = notificationService.registerNotificationListener(this, Set.of(
            Absolute.of(PortStateChange.QNAME), Absolute.of(OffloadFallback.QNAME), Absolute.of(GapRateAlarm.QNAME)));
    }

    @Override
    public void onNotification(final DOMNotification notification) {
        for (var stream : streams) {
            try {
                stream.publisher().onNotification(stream.name(),
                    NotificationMessage.ofNotificationContent(write(notification)));
            } catch (XMLStreamException | IOException | IllegalStateException e) {
                LOG.warn("{} not sent to NETCONF stream {}", notification.getType(), stream.name().getValue(), e);
            }
        }
    }

    private Document write(final DOMNotification notification) throws XMLStreamException, IOException {
        final var result = new DOMResult(XmlUtil.newDocument());
        final var xml = XMLSupport.newStreamWriter(result);
        try (var writer = NormalizedNodeWriter.forStreamWriter(XMLStreamNormalizedNodeStreamWriter.create(xml,
                schemaService.getGlobalContext(), notification.getType()))) {
            writer.write(notification.getBody());
        } finally {
            xml.close();
        }
        return (Document) result.getNode();
    }

    @Deactivate
    @Override
    public void close() {
        registration.close();
        streams.forEach(stream -> stream.publisher().close());
    }
}
