import { verify } from '../audit/store.ts';
import { chosenOrg, readArgs, Usage, type Verb } from './verb.ts';

export const auditVerify: Verb = {
  usage: 'audit verify [--org SLUG]',
  help: 'checks that no row of the journal was changed or taken away',
  async run({ args, config, open, print }) {
    const { words, values } = readArgs(args, { values: ['org'] });
    if (words.length !== 1 || words[0] !== 'verify') throw new Usage('audit verify');
    const result = open(chosenOrg(config, values.get('org'))).read((db) => verify(db));
    print(
      result.ok
        ? `the journal holds together: ${result.rows} rows`
        : `the journal is broken at row ${result.seq}`,
    );
    return result.ok ? 0 : 1;
  },
};
