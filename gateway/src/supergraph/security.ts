import { Kind, parse, print, visit, type DirectiveNode, type DocumentNode } from 'graphql';

/**
 * The authorization features that this gateway enforces itself. ApolloGateway would refuse a supergraph
 * that has them, as it does not know them; any other `for: SECURITY` feature is left to that refusal, so
 * that no rule is ever dropped in silence.
 */
const enforcedHere = ['/authenticated/v', '/requiresScopes/v'];

/** The supergraph without the purpose `SECURITY` of the features that are enforced here. */
export function withoutEnforcedPurposes(supergraph: DocumentNode): string {
  const without: DocumentNode = visit(supergraph, {
    SchemaDefinition: (schema) => ({
      ...schema,
      directives: schema.directives?.map((link) =>
        isEnforced(link)
          ? {
              ...link,
              arguments: link.arguments?.filter((argument) => argument.name.value !== 'for'),
            }
          : link,
      ),
    }),
    // The schema definition is all there is to change.
    ObjectTypeDefinition: () => false,
    InterfaceTypeDefinition: () => false,
  });
  return print(without);
}

function isEnforced(link: DirectiveNode): boolean {
  const url = link.arguments?.find((argument) => argument.name.value === 'url')?.value;
  return (
    link.name.value === 'link' &&
    url?.kind === Kind.STRING &&
    enforcedHere.some((feature) => url.value.includes(feature))
  );
}

/** Parses a supergraph file. @throws GraphQLError when it is not SDL */
export const parseSupergraph = (sdl: string): DocumentNode => parse(sdl, { noLocation: true });
