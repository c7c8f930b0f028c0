import { z } from 'zod';
import { contextOfType, envelopeSchema, type EventDefinition } from '../event.js';
import { schemaOf } from './json-schema.js';
import { yamlOf } from './yaml.js';

const contentType = 'application/cloudevents+json';

/** The catalog as an AsyncAPI 3.0 document, in YAML. https://www.asyncapi.com/docs/reference/specification/v3.0.0 */
export function asyncApiOf(catalog: ReadonlyMap<string, EventDefinition>): string {
  const events = [...catalog.values()].sort((a, b) => (a.type < b.type ? -1 : 1));
  const document = {
    asyncapi: '3.0.0',
    info: {
      title: 'Voltpark events',
      version: '1.0.0',
      description:
        'Events that the contexts of Voltpark publish over NATS JetStream, as CloudEvents 1.0.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: contentType,
    servers: {
      nats: {
        host: '127.0.0.1:4222',
        protocol: 'nats',
        description: 'JetStream; a stream for each context. NATS_URL names another one.',
      },
    },
    channels: Object.fromEntries(events.map((event) => [nameOf(event), channel(event)])),
    operations: Object.fromEntries(
      events.map((event) => [`publish_${nameOf(event)}`, operation(event)]),
    ),
    components: {
      messages: Object.fromEntries(events.map((event) => [nameOf(event), message(event)])),
      schemas: {
        Envelope: withoutDialect(z.toJSONSchema(envelopeSchema, { target: 'draft-7' })),
        ...Object.fromEntries(
          events.map((event) => [nameOf(event), withoutDialect({ ...schemaOf(event) })]),
        ),
      },
    },
  };
  return `# Written by scripts/events-docs.mjs from the schemas in contracts/src/events.\n${yamlOf(document)}`;
}

/** A component's name: dots are not allowed in some tools. */
const nameOf = (event: EventDefinition): string => event.type.replaceAll('.', '_');

function channel(event: EventDefinition): object {
  return {
    address: `${event.type}.{${event.key}}`,
    title: event.type,
    description: `Kept in the stream ${contextOfType(event.type).toUpperCase()}.`,
    parameters: {
      [event.key]: {
        description: 'That field of the data; spaces, dots and wildcards are written as _.',
      },
    },
    messages: { [nameOf(event)]: { $ref: `#/components/messages/${nameOf(event)}` } },
  };
}

function operation(event: EventDefinition): object {
  const reference = `#/channels/${nameOf(event)}`;
  return {
    action: 'send',
    channel: { $ref: reference },
    summary: event.summary,
    messages: [{ $ref: `${reference}/messages/${nameOf(event)}` }],
  };
}

function message(event: EventDefinition): object {
  return {
    name: event.type,
    title: event.type,
    summary: event.summary,
    contentType,
    payload: {
      allOf: [
        { $ref: '#/components/schemas/Envelope' },
        {
          type: 'object',
          properties: {
            type: { const: event.type },
            data: { $ref: `#/components/schemas/${nameOf(event)}` },
          },
        },
      ],
    },
  };
}

function withoutDialect(schema: object): object {
  const { $schema, $id, 'x-key': key, ...rest } = schema as Record<string, unknown>;
  void [$schema, $id, key];
  return rest;
}
