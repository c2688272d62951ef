import { openDocuments } from '../../src/admission/documents.ts';

const MANY = 2_000;

describe('parsed documents', () => {
  it('are parsed once when they are asked for again and again', () => {
    const { parsed } = openDocuments(1_000);
    const first = parsed('{ a }');
    expect(parsed('{ a }')).toBe(first);
    expect(parsed('{ a }')).toBe(first);
    expect(parsed('{ a b }')).not.toBe(first);
  });

  it('are not pushed out by a flood of others that are asked for once', () => {
    const { parsed } = openDocuments(1_000);
    parsed('{ known }');
    const known = parsed('{ known }');
    for (let at = 0; at < MANY; at++) parsed(`{ flood${at} }`);
    expect(parsed('{ known }')).toBe(known);
  });

  it('are known again when a flood lies between the first and the second time', () => {
    const { parsed } = openDocuments(1_000);
    parsed('{ known }');
    for (let at = 0; at < 100; at++) parsed(`{ before${at} }`);
    const known = parsed('{ known }');
    for (let at = 0; at < 100; at++) parsed(`{ after${at} }`);
    expect(parsed('{ known }')).toBe(known);
  });

  it('can be located, whether they are kept or not', () => {
    const { parsed, located } = openDocuments(1_000);
    expect(located(parsed('{ a }'))?.definitions[0]?.loc?.end).toBe(5);
  });
});
