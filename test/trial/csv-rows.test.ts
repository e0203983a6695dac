import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCsv, parseRecord } from '../../harness/trial/csv-rows.ts';
import { UserError } from '../../harness/user-error.ts';

describe('CSV', () => {
  it('is read as csv-stringify wrote it', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'µ') });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1 }), (rows) => {
        const text = stringify(rows, { header: true, columns: ['x', 'y', 'z'] });
        expect(parseCsv(text)).toEqual(rows.map(([x, y, z]) => ({ x, y, z })));
      }),
      { seed: 3 },
    );
  });

  it('may lack a last line end, or have those of Windows', () => {
    const rows = [{ a: '1', b: '' }];
    expect(parseCsv('a,b\n1,')).toEqual(rows);
    expect(parseCsv('\uFEFFa,b\r\n1,\r\n')).toEqual(rows);
    expect(parseCsv('')).toEqual([]);
  });

  it('is refused where a quote is stray', () => {
    expect(() => parseCsv('a\n1"2\n')).toThrow(UserError);
  });

  it('can be read a record at a time, which tells whether it is whole', () => {
    for (const end of ['', '\n', '\r\n', '\r']) expect(parseRecord(`1,"a\n""b""",${end}`)).toEqual(['1', 'a\n"b"', '']);
    for (const text of ['1,"a', '1"2', '1,"a"b', '1\n2']) expect(parseRecord(text)).toBeUndefined();
  });
});
