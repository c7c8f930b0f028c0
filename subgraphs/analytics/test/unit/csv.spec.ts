import { describe, expect, it } from 'vitest';
import { csvLine } from '../../src/domain/csv.js';

describe('a line of CSV', () => {
  it('quotes what would break it', () => {
    expect(csvLine(['a,b', 'say "no"', 'two\nlines', 'plain'])).toBe(
      '"a,b","say ""no""","two\nlines",plain\r\n',
    );
  });
  it('leaves what is not there empty and writes numbers as they are', () => {
    expect(csvLine([null, -1.5, true])).toBe(',-1.5,true\r\n');
  });
  it('keeps a spreadsheet from calculating', () => {
    expect(csvLine(['=1+1', '@x'])).toBe("'=1+1,'@x\r\n");
  });
});
