import { describe, expect, it } from 'vitest';
import { houseLanguages, houseText } from '../../src/domain/default-texts.js';
import { moneyOf } from '../../src/domain/facts.js';
import { channels, noticeKinds } from '../../src/domain/kinds.js';
import { rendered, templateFaults } from '../../src/domain/template.js';

const berlin = { locale: 'de-DE', timeZone: 'Europe/Berlin' };
const faultsOf = (body: string) => templateFaults('INVOICE_ISSUED', { subject: 'Invoice', body });

describe('templates', () => {
  it.each(houseLanguages)('of the house in %s name nothing that is not there', (language) => {
    for (const kind of noticeKinds) {
      for (const channel of channels) {
        const text = houseText(kind, channel, language);
        expect(text).not.toBeNull();
        if (text !== null) expect(templateFaults(kind, text)).toEqual([]);
      }
    }
  });

  it.each([
    ['an unknown variable', '{{ password }}', /no variable "password"/],
    ['an unknown variable in a condition', '{% if secret %}x{% endif %}', /no variable "secret"/],
    ['one of another kind', '{{ slot }}', /no variable "slot"/],
    ['another template', '{% include "x" %}', /include/],
    ['a file', '{% render "/etc/passwd" %}', /render/],
    ['a loop', '{% for i in (1..100000000) %}x{% endfor %}', /for/],
    ['an assignment', '{% assign x = 1 %}{{ total }}', /assign/],
    ['an unknown filter', '{{ total | evil }}', /filter/],
    ['an open end', '{% if total %}', /if/],
    ['nothing', '   ', /nothing/i],
    ['too much', 'x'.repeat(5_001), /characters/],
  ])('are refused with %s', (_what, body, message) => {
    const faults = faultsOf(body);
    expect(faults[0]).toMatchObject({ part: 'body', message: expect.stringMatching(message) });
  });

  it('see nothing behind their variables', () => {
    const text = { subject: 'x', body: '[{{ number.constructor }}]' };
    const facts = { number: 'A', total: null, owed: null, due: null };
    const attempt = () => rendered('INVOICE_ISSUED', text, facts, berlin).body;
    let result = '';
    try {
      result = attempt();
    } catch {
      result = '[]';
    }
    expect(result).toBe('[]');
  });

  it('write money, time and energy as the language does', () => {
    const facts = {
      total: moneyOf(123_450, 'EUR'),
      number: '2026-1',
      due: '2026-07-01T22:30:00Z',
      owed: null,
    };
    const text = {
      subject: 'a\n b',
      body: '{{ number }}: {{ total }}, {{ due }}{% if owed %}!{% endif %}',
    };
    const { subject, body } = rendered('INVOICE_ISSUED', text, facts, berlin);
    expect(subject).toBe('a b');
    expect(body.replaceAll('\u00a0', ' ')).toBe('2026-1: 1.234,50 €, 02.07.2026, 00:30');
  });

  it('do not take what a fact says for a template', () => {
    const text = { subject: '{{ title }}', body: '{{ text }}' };
    const facts = { title: 'Hi', text: '{{ name }} {% if x %}' };
    expect(rendered('ANNOUNCEMENT', text, facts, berlin).body).toBe('{{ name }} {% if x %}');
  });

  it('have as many digits of money as the currency', () => {
    expect(moneyOf(5, 'EUR').amount).toBe('0.05');
    expect(moneyOf(-1234, 'EUR').amount).toBe('-12.34');
    expect(moneyOf(1234, 'JPY').amount).toBe('1234');
  });
});
