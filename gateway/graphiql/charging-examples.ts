import { type Example, json, signInFirst } from './example.js';

const chargers = `# Where can I charge, how soon, and for how much?
query Chargers($facilityId: ID!) {
  facility(id: $facilityId) {
    name
    chargingTariff {
      name
      currency
    }
    stations(first: 5) {
      edges {
        node {
          name
          status
          chargers {
            label
            connectors {
              id
              type
              powerKw
              isAvailable
            }
          }
        }
      }
    }
  }
}
`;

const charge = `# Park an electric car first; then take the offer that its driver got.
mutation Charge($input: AcceptProposalInput!) {
  acceptProposal(input: $input) {
    __typename
    ... on ChargingStarted {
      session {
        id
        status
        estimatedEndAt
      }
    }
    ... on Refusal {
      message
    }
  }
}
`;

const offer = `# What the car that is inside was offered, and what the stay costs by now.
query Offer($registration: String!, $stay: ID!) {
  vehicle(registration: $registration) {
    currentSession {
      id
      chargingProposal {
        id
        expiresAt
        connectors {
          id
          type
          powerKw
        }
      }
    }
  }
  estimate(parkingSessionId: $stay) {
    total {
      amount
      currency
    }
  }
}
`;

const progress = `# Runs until the session is over: energy, state of charge, and the cost by the rule of the invoice.
subscription Progress($sessionId: ID!) {
  chargeProgress(sessionId: $sessionId) {
    status
    energyWh
    socPercent
    powerW
    secondsRemaining
    cost {
      inclTax
      currency
    }
    session {
      station {
        name
      }
    }
    cursor
  }
}
`;

const settle = `# One invoice for the whole stay, every cent explained.
mutation Settle($input: SettleStayInput!) {
  settleStay(input: $input) {
    __typename
    ... on StaySettled {
      leaveBefore
      invoice {
        id
        number
        total {
          amount
          currency
        }
        lines {
          kind
          description
          quantity
          unit
          unitPrice
          inclTax
        }
      }
    }
    ... on Refusal {
      message
    }
  }
}
`;

const pay = `# tok_declined, tok_timeout_then_ok and others try what processors do.
mutation Pay($input: PayInvoiceInput!) {
  payInvoice(input: $input) {
    __typename
    ... on PaymentReceived {
      payment {
        status
        captured {
          amount
        }
        invoice {
          status
        }
      }
    }
    ... on Refusal {
      message
    }
  }
}
`;

/** From plug to paid invoice. Ids come from the answers before. */
export function chargingExamples(facilityId: string, registration: string): readonly Example[] {
  const accepted = {
    proposalId: '<from Offer>',
    targets: { socPercent: 80 },
    idempotencyKey: 'charge-1',
  };
  const paid = {
    invoiceId: '<from Settle>',
    method: 'CREDIT_CARD',
    token: 'tok_ok',
    idempotencyKey: 'pay-1',
  };
  const headers = signInFirst;
  return [
    { query: chargers, variables: json({ facilityId }) },
    { query: offer, variables: json({ registration, stay: '<from Park>' }), headers },
    { query: charge, variables: json({ input: accepted }), headers },
    { query: progress, variables: json({ sessionId: '<from Charge>' }), headers },
    {
      query: settle,
      variables: json({ input: { registration, idempotencyKey: 'settle-1' } }),
      headers,
    },
    { query: pay, variables: json({ input: paid }), headers },
  ];
}
