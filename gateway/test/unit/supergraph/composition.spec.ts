import { describe, expect, it } from 'vitest';
import { composeSubgraphs } from '../../../src/supergraph/composition.js';
import { garden, weather } from '../../fixtures/subgraphs.js';

const errorsOf = (...subgraphs: Parameters<typeof composeSubgraphs>[0]) => {
  const composition = composeSubgraphs(subgraphs);
  return composition.ok ? [] : composition.errors;
};

describe('composition', () => {
  it('gives the same text every time', () => {
    expect(composeSubgraphs([garden, weather])).toEqual(composeSubgraphs([garden, weather]));
  });

  it('keeps from clients what is inaccessible and how it is federated', () => {
    const composition = composeSubgraphs([garden, weather]);
    expect(composition.ok && composition.apiSdl).not.toMatch(/join__|link__|_entities/);
  });

  it('says in which subgraph and line a fault is', () => {
    const broken = { ...weather, sdl: 'type Query {\n  forecast: String\n  !' };
    expect(errorsOf(broken)[0]).toMatch(/Syntax Error[^]*subgraphs\/weather\/schema.graphql:3:4/);
    const clash = { ...weather, sdl: 'type Query {\n  forecast: String\n  diary: Int\n}' };
    const [error] = errorsOf(garden, clash);
    expect(error).toMatch(/INVALID_FIELD_SHARING|FIELD_TYPE_MISMATCH/);
    expect(error).toMatch(/weather line 3/);
  });

  it('finds fields that no plan could reach', () => {
    const island = {
      ...weather,
      name: 'island',
      sdl: `${weather.sdl.split('type Query')[0]}
        type Query { palm: Palm }
        type Palm { id: ID! height: Int @shareable }`,
    };
    const beach = {
      ...island,
      name: 'beach',
      sdl: island.sdl.replace('palm:', 'beach:').replace('id: ID!', ''),
    };
    expect(errorsOf(island, beach).join()).toContain('SATISFIABILITY_ERROR');
  });
});
