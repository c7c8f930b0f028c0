import { newId } from '@voltpark/kit/ids';
import { signIn } from './import-facilities/voltpark.js';
import { Person, textAt } from './person.js';

/** A device of an operator's tenant, with a key of its own; `retire` takes the key away. */
export async function buildDevice(
  operator: Person,
  tenantId: string,
  name: string,
  url: string,
): Promise<{ device: Person; retire: () => Promise<void> }> {
  const issued = await operator.do(
    'issueApiKey',
    { tenantId, role: 'DEVICE', name, idempotencyKey: newId() },
    '... on ApiKeyIssued { secret apiKey { id } }',
  );
  const device = new Person(await signIn(url, { apiKey: textAt(issued, 'secret') }));
  return {
    device,
    retire: async () => {
      await operator.try('revokeApiKey', { apiKeyId: textAt(issued, 'apiKey', 'id') });
    },
  };
}
