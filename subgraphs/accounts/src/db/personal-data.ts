import type { PersonalData } from '@voltpark/kit/privacy/personal-data';
import type { Db } from './tx.js';

/** What accounts knows of people: who they are. */
export const personalData: PersonalData<Db> = {
  tables: [
    {
      table: 'account',
      key: ['id'],
      account: 'id',
      blank: {
        email: null,
        display_name: 'Erased',
        locale: 'en',
        password_hash: null,
      },
      secret: ['password_hash', 'invitation_hash'],
      kept: 'An account that nobody can sign in to, to which passes that were sold belong.',
    },
    {
      table: 'customer',
      key: ['id'],
      customer: 'id',
      account: 'account_id',
      blank: { phone: null },
    },
    {
      table: 'vehicle',
      key: ['id'],
      customer: 'customer_id',
      registration: ['registration', 'registration_as_written'],
      blank: { make: null, model: null, colour: null },
      secret: ['offer_hash'],
    },
    {
      table: 'payment_method',
      key: ['id'],
      customer: 'customer_id',
      fate: 'DELETE',
      secret: ['token'],
    },
    {
      table: 'pass',
      key: ['id'],
      customer: 'customer_id',
      registration: ['registration'],
      texts: ['cancel_reason'],
      kept: 'Passes that were sold, without to whom: invoices are for them.',
    },
    { table: 'session', key: ['id'], account: 'account_id', fate: 'DELETE' },
    {
      table: 'refresh_token',
      key: ['hash'],
      via: { column: 'session_id', table: 'session', key: 'id' },
      fate: 'DELETE',
      secret: ['hash', 'parent_hash'],
    },
    {
      table: 'external_identity',
      key: ['issuer', 'subject'],
      account: 'account_id',
      fate: 'DELETE',
    },
    { table: 'consent', key: ['id'], customer: 'customer_id', fate: 'DELETE' },
    {
      table: 'customer_preference',
      key: ['customer_id', 'key'],
      customer: 'customer_id',
      fate: 'DELETE',
    },
    {
      table: 'audit_entry',
      key: ['id'],
      customer: 'entity_id',
      account: 'actor_id',
      actors: ['entity_id'],
      documents: ['changes'],
      kept: 'What was changed and when, without by whom.',
    },
    { table: 'erasure', key: ['id'], customer: 'customer_id', account: 'account_id' },
    {
      table: 'erasure_answer',
      key: ['erasure_id', 'context'],
      via: { column: 'erasure_id', table: 'erasure', key: 'id' },
    },
  ],
  impersonal: {
    'api_key.name': 'what a device or partner is called',
    'api_key.secret_hash': 'of a device or partner',
    'audited_picture.*': 'settings and places as they were, for what changed',
    'erasure_answer.*':
      'rows counted by table, and ids of open matters: the report, which names nobody',
    'pass.name': 'what the product is called',
    'pass_product.*': 'what is sold',
    'tenant.*': 'a company',
    'api_key.issued_by': 'staff',
  },
};
