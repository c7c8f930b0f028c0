import { contextOfType, type EventDefinition } from '../event.js';
import { fieldsOf } from './fields.js';
import { schemaOf } from './json-schema.js';

const preface = `# Published events

<!-- Written by scripts/events-docs.mjs from the schemas in contracts/src/events. Change these, then run it. -->

What happened in one context, as every other context may know it. An event is a CloudEvents 1.0 envelope in
structured JSON on the NATS subject \`<type>.<key>\`, in the JetStream stream of its context (\`PARKING\` for
\`parking.…\`). The order of events is kept within an aggregate (\`aggregatetype\`, \`subject\`), whose events
\`aggregateversion\` counts from 1. The same in AsyncAPI 3.0: [asyncapi.yaml](asyncapi.yaml); the JSON Schema of
each type: \`contracts/schemas/<type>.json\`.

Within a version only fields that may be absent are added. Any other change is a new version, a type of its own;
\`npm run check\` refuses it otherwise.
`;

/** The catalog as a page for readers. */
export function markdownOf(catalog: ReadonlyMap<string, EventDefinition>): string {
  const events = [...catalog.values()].sort(byType);
  const contexts = new Set(events.map(({ type }) => contextOfType(type)));
  const sections = [...contexts].map((context) =>
    contextSection(
      context,
      events.filter(({ type }) => contextOfType(type) === context),
    ),
  );
  return [preface, ...sections].join('\n');
}

function contextSection(context: string, events: readonly EventDefinition[]): string {
  const overview = events.map(
    ({ type, summary, key }) => `| [${type}](#${anchor(type)}) | ${summary} | \`${key}\` |`,
  );
  return [
    `## ${context}\n`,
    '| type | what it says | key |\n|---|---|---|',
    ...overview,
    '',
    ...events.map(eventSection),
  ].join('\n');
}

function eventSection(event: EventDefinition): string {
  const fields = fieldsOf(schemaOf(event)).map(
    ({ path, type, required }) =>
      `| \`${path}\` | ${cell(type)} | ${required ? '' : 'may be absent'} |`,
  );
  return [
    `### ${event.type}\n`,
    `${event.summary}\n`,
    '| field | type | |\n|---|---|---|',
    ...fields,
    '',
  ].join('\n');
}

const byType = (a: EventDefinition, b: EventDefinition): number => (a.type < b.type ? -1 : 1);

const anchor = (type: string): string => type.replaceAll('.', '');

/** Text in a table's cell: a bar would end it. */
const cell = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``;
