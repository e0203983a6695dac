/** The format of the log on disk: no damage of one byte, and no cut, ever gives a wrong answer silently. */
import { describe, expect, it } from 'vitest';
import { crc32c } from '../../harness/cluster/crc32c.ts';
import { decodeLog, encodeLog } from '../../harness/cluster/record-log.ts';

const records = [
  { type: 'state', currentTerm: 3, votedFor: 1 },
  {
    type: 'entry',
    index: 1,
    term: 1,
    batch: [{ client: 1, seq: 1, op: { bytes: 8, kind: 'put', key: 'ä', value: '' } }],
  },
  { type: 'entry', index: 2, term: 3, batch: [] },
  { type: 'truncate', fromIndex: 2 },
  { type: 'state', currentTerm: 4 },
];

describe('the record log', () => {
  it('has the checksum that RFC 3720 gives for its examples', () => {
    expect(crc32c(new Uint8Array(32), 0, 32)).toBe(0x8a9136aa);
    expect(crc32c(new Uint8Array(32).fill(0xff), 0, 32)).toBe(0x62a8ab43);
    expect(
      crc32c(
        Uint8Array.from({ length: 32 }, (_, i) => i),
        0,
        32,
      ),
    ).toBe(0x46dd794e);
  });

  it('gives back what was written', () => {
    for (let count = 0; count <= records.length; count++) {
      const written = records.slice(0, count);
      expect(decodeLog(encodeLog(written, count))).toEqual({ kind: 'whole', records: written, droppedBytes: 0 });
    }
  });

  it('with any one byte changed in any way loses no acknowledged record silently', () => {
    const bytes = encodeLog(records, records.length);
    let detected = 0;
    for (let at = 0; at < bytes.length; at++) {
      for (let bit = 1; bit < 256; bit++) {
        const changed = bytes.slice();
        changed[at]! ^= bit;
        const decoded = decodeLog(changed);
        if (decoded.kind === 'damaged') detected++;
        else expect(decoded.records, `byte ${at} ^ ${bit}`).toEqual(records);
      }
    }
    // Only a mark may break without harm: the other one stands.
    expect(detected).toBe((bytes.length - 48) * 255);
  });

  it('cut at any place says that it is damaged, for all of it was acknowledged', () => {
    const bytes = encodeLog(records, records.length);
    for (let length = 0; length < bytes.length; length++) {
      expect(decodeLog(bytes.subarray(0, length)).kind, `${length} bytes`).toBe('damaged');
    }
  });

  it('drops a tail that is torn or broken behind what was acknowledged, and nothing before it', () => {
    const acknowledged = 3;
    const bytes = encodeLog(records, acknowledged);
    const flushed = encodeLog(records.slice(0, acknowledged), acknowledged).length;
    for (let length = flushed; length < bytes.length; length++) {
      const decoded = decodeLog(bytes.subarray(0, length));
      expect(decoded.kind, `${length} bytes`).toBe('whole');
      if (decoded.kind !== 'whole') continue;
      expect(decoded.records.length).toBeGreaterThanOrEqual(acknowledged);
      expect(decoded.records).toEqual(records.slice(0, decoded.records.length));
    }
    for (let at = flushed; at < bytes.length; at++) {
      const changed = bytes.slice();
      changed[at]! ^= 0x10;
      const decoded = decodeLog(changed);
      expect(decoded.kind === 'whole' && decoded.records).toEqual(
        records.slice(0, decoded.kind === 'whole' ? decoded.records.length : -1),
      );
      expect(decoded.kind === 'whole' && decoded.records.length >= acknowledged).toBe(true);
    }
  });
});
