import { type Example, json, signInFirst } from './example.js';

const dashboard = `# Everything about a facility at once, answered by seven contexts together. For its staff.
query Dashboard($facilityId: ID!) {
  facility(id: $facilityId) {
    name
    isOpen
    occupancy {
      rate
      totals {
        free
        total
      }
    }
    nextReservationWindow {
      startsAt
      endsAt
    }
    stations(first: 5) {
      edges {
        node {
          name
          status
          chargers {
            label
            connectors {
              status
              session {
                registration
                progress {
                  energyWh
                }
              }
            }
          }
        }
      }
    }
    parkingPrice(minutes: 90) {
      inclTax
      currency
    }
    chargingTariff {
      summary
    }
    kpis {
      chargingNow
      revenueToday {
        amount
        currency
      }
    }
    alerts(first: 5, open: true) {
      edges {
        node {
          severity
          message
        }
      }
    }
    occupancyForecast(hours: 6) {
      points {
        start
        percent
      }
      backTest {
        mae
        naiveMae
      }
    }
  }
}
`;

const driver = `# Everything that a driver's app shows, in one request.
query DriverApp {
  me {
    customer {
      unreadNotices
      vehicles(first: 5) {
        edges {
          node {
            registrationAsWritten
            currentSession {
              enteredAt
              facility {
                name
              }
            }
            currentCharging {
              status
              progress {
                energyWh
              }
            }
          }
        }
      }
      invoices(first: 3) {
        edges {
          node {
            number
            status
            total {
              amount
              currency
            }
          }
        }
      }
      reservations(first: 3) {
        edges {
          node {
            status
            startsAt
            confirmationCode
          }
        }
      }
      notices(first: 5) {
        edges {
          node {
            title
            text
          }
        }
      }
    }
  }
}
`;

const alerts = `# Runs until you stop it: the alerts that are open, and every change of one. For staff.
subscription Alerts($facilityId: ID!) {
  alerts(facilityId: $facilityId) {
    kind
    alerts {
      kind
      severity
      status
      message
    }
    cursor
  }
}
`;

const health = `# How every context does: what waits in its outbox, how far its consumers are. For an administrator.
query Health {
  systemHealth {
    natsConnected
    contexts {
      context
      state
      problems
      outboxUnpublished
      databaseAnswerMs
    }
  }
}
`;

const kpis = `# Runs until you stop it: the figures of today as they grow. For staff.
subscription Kpis($facilityId: ID!) {
  liveKpis(facilityId: $facilityId) {
    kpis {
      occupancyPercent
      entriesToday
      chargingNow
      revenueToday {
        amount
        currency
      }
    }
    cursor
  }
}
`;

const pattern = `# When is it usually full, and what did the last days come to? For staff.
query Usually($facilityId: ID!, $from: LocalDate!, $to: LocalDate!) {
  facility(id: $facilityId) {
    occupancyPattern(from: $from, to: $to) {
      hours {
        weekday
        hour
        percent
      }
    }
    dailyReports(from: $from, to: $to) {
      date
      entries
      peakHour
      revenue {
        amount
        currency
      }
    }
  }
}
`;

/** One graph: what several contexts answer together, and what is watched and counted. */
export function overviewExamples(facilityId: string, now: Date): readonly Example[] {
  const day = (ago: number) =>
    new Date(now.getTime() - ago * 86_400_000).toISOString().slice(0, 10);
  const here = json({ facilityId });
  const headers = signInFirst;
  return [
    { query: dashboard, variables: here, headers },
    { query: driver, headers },
    { query: alerts, variables: here, headers },
    { query: kpis, variables: here, headers },
    { query: pattern, variables: json({ facilityId, from: day(6), to: day(0) }), headers },
    { query: health, headers },
  ];
}
