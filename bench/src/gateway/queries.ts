/** What is asked, from one field of one context to everything that hangs together. */
export const queries = {
  tiny: { query: 'query Tiny($id: ID!) { facility(id: $id) { id name } }', variables: { id: 'facility-7' } },
  medium: {
    query: `query Map($first: Int!) {
      facilities(first: $first) { id name city status latitude longitude occupancy { total free rate } }
    }`,
    variables: { first: 20 },
  },
  deep: {
    query: `query Everything($first: Int!) {
      facilities(first: $first) {
        ...Place
        occupancy { total free rate }
        operator { ...Person remarks { ...Said facility { ...Place occupancy { free } } } }
        levels {
          name
          slots {
            number size isFree
            session {
              id enteredAt
              vehicle {
                registration make model colour
                owner { ...Person remarks { ...Said } }
                lastSessions { enteredAt facility { ...Place remarks { ...Said } } }
              }
            }
          }
        }
        remarks { ...Said author { ...Person vehicles { registration make colour } } }
        nearby { ...Place occupancy { total free rate } remarks { ...Said author { ...Person } } }
      }
    }
    fragment Place on Facility { id name city address status }
    fragment Person on Customer { id name email }
    fragment Said on Remark { id text rating }`,
    variables: { first: 12 },
  },
} as const;
