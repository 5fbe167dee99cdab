import { foundDemo } from '../demo/found.ts';
import { chosenOrg, readArgs, Usage, type Verb } from './verb.ts';

export const demo: Verb = {
  usage: 'demo [--org SLUG]',
  help: 'fills an empty database with an invented organisation and half a year of its records',
  async run({ args, config, open, now, print }) {
    const { words, values } = readArgs(args, { values: ['org'] });
    if (words.length > 0) throw new Usage('demo takes no words');
    const founded = await foundDemo(open(chosenOrg(config, values.get('org'))), now());
    print(founded ? 'the demo organisation is there' : 'the database is not empty; nothing was changed');
    return founded ? 0 : 1;
  },
};
