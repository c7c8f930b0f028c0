/** By which ways a notice may reach its recipient. */
export const channels = ['EMAIL', 'SMS', 'PUSH', 'WEBHOOK', 'IN_APP'] as const;
export type Channel = (typeof channels)[number];

/** What a variable of a template holds, and so how it is written in a language. */
export type VariableType = 'TEXT' | 'MONEY' | 'INSTANT' | 'DURATION' | 'ENERGY' | 'PERCENT';

/** A kind of notice: what can be said in it, and how people hear of it unless they wish otherwise. */
export interface KindOfNotice {
  readonly variables: Readonly<Record<string, VariableType>>;
  readonly usual: readonly Channel[];
  /** Sent in quiet hours too: whoever waits for it wants to be woken. */
  readonly isUrgent?: true;
  /** For the staff of a tenant, and for no customer. */
  readonly isForStaff?: true;
}

/** Known in every template: whom it is for, where and when it happened. */
export const commonVariables = {
  name: 'TEXT',
  facility: 'TEXT',
  time: 'INSTANT',
} as const satisfies Record<string, VariableType>;

const session = {
  registration: 'TEXT',
  energy: 'ENERGY',
  cost: 'MONEY',
  charge: 'PERCENT',
} as const;
const invoice = { total: 'MONEY', owed: 'MONEY', number: 'TEXT', due: 'INSTANT' } as const;

const reservation = {
  registration: 'TEXT',
  slot: 'TEXT',
  code: 'TEXT',
  from: 'INSTANT',
  until: 'INSTANT',
  fee: 'MONEY',
  reason: 'TEXT',
} as const;
/** Alerts are for the staff of a tenant and its systems: nobody is told of them as a customer. */
const alert = {
  variables: { alert: 'TEXT', severity: 'TEXT', subject: 'TEXT', message: 'TEXT' },
  usual: ['IN_APP', 'EMAIL'],
  isForStaff: true,
} as const;

/** Every kind of notice. A new one: its entry here, its texts in `default-texts.ts`, and its reaction. */
export const kinds = {
  PARKED: { variables: { registration: 'TEXT', slot: 'TEXT' }, usual: ['IN_APP'] },
  LEFT: {
    variables: { registration: 'TEXT', slot: 'TEXT', duration: 'DURATION' },
    usual: ['IN_APP'],
  },
  CHARGING_PROPOSED: {
    variables: { registration: 'TEXT', until: 'INSTANT' },
    usual: ['IN_APP', 'PUSH'],
  },
  CHARGING_STARTED: { variables: { registration: 'TEXT' }, usual: ['IN_APP'] },
  CHARGING_COMPLETED: { variables: session, usual: ['IN_APP', 'PUSH'] },
  CHARGING_INTERRUPTED: { variables: session, usual: ['IN_APP', 'PUSH', 'EMAIL'] },
  CHARGE_REACHED: { variables: session, usual: ['IN_APP', 'PUSH'] },
  IDLE_STARTED: { variables: { ...session, feeFrom: 'INSTANT' }, usual: ['IN_APP', 'PUSH'] },
  QUEUE_OFFERED: {
    variables: { registration: 'TEXT', until: 'INSTANT' },
    usual: ['IN_APP', 'PUSH'],
    isUrgent: true,
  },
  INVOICE_ISSUED: { variables: invoice, usual: ['IN_APP', 'EMAIL'] },
  CREDIT_ISSUED: { variables: invoice, usual: ['IN_APP', 'EMAIL'] },
  INVOICE_PAID: { variables: { total: 'MONEY' }, usual: ['IN_APP'] },
  INVOICE_OVERDUE: {
    variables: { total: 'MONEY', owed: 'MONEY', due: 'INSTANT' },
    usual: ['IN_APP', 'EMAIL'],
  },
  INVOICE_DUNNED: {
    variables: { total: 'MONEY', owed: 'MONEY', level: 'TEXT' },
    usual: ['IN_APP', 'EMAIL'],
  },
  PAYMENT_FAILED: {
    variables: { amount: 'MONEY', reason: 'TEXT' },
    usual: ['IN_APP', 'EMAIL', 'PUSH'],
  },
  REFUND_ISSUED: { variables: { amount: 'MONEY', reason: 'TEXT' }, usual: ['IN_APP', 'EMAIL'] },
  PASS_ACTIVE: {
    variables: { registration: 'TEXT', from: 'INSTANT', until: 'INSTANT' },
    usual: ['IN_APP', 'EMAIL'],
  },
  PASS_ENDED: {
    variables: { registration: 'TEXT', until: 'INSTANT' },
    usual: ['IN_APP', 'EMAIL'],
  },
  RESERVATION_CONFIRMED: { variables: reservation, usual: ['IN_APP', 'EMAIL'] },
  RESERVATION_CHANGED: { variables: reservation, usual: ['IN_APP', 'EMAIL'] },
  RESERVATION_OPENED: { variables: reservation, usual: ['IN_APP', 'PUSH'] },
  RESERVATION_CANCELLED: { variables: reservation, usual: ['IN_APP', 'EMAIL'] },
  RESERVATION_REJECTED: { variables: reservation, usual: ['IN_APP', 'EMAIL', 'PUSH'] },
  RESERVATION_NO_SHOW: { variables: reservation, usual: ['IN_APP', 'EMAIL'] },
  ALERT_RAISED: alert,
  ALERT_ESCALATED: alert,
  ALERT_RESOLVED: alert,
  ANNOUNCEMENT: { variables: { title: 'TEXT', text: 'TEXT' }, usual: ['IN_APP', 'EMAIL'] },
} as const satisfies Record<string, KindOfNotice>;

export type NoticeKind = keyof typeof kinds;

/** All kinds, in the order in which they are shown. */
export const noticeKinds = Object.keys(kinds) as readonly NoticeKind[];

/** What there is to know of a kind. */
export const kindOf = (kind: NoticeKind): KindOfNotice => kinds[kind];

/** Everything that a template of a kind may name. */
export const variablesOf = (kind: NoticeKind): Readonly<Record<string, VariableType>> => ({
  ...commonVariables,
  ...kindOf(kind).variables,
});
