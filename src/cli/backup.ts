import { chosenOrg, readArgs, Usage, type Verb } from './verb.ts';

export const backup: Verb = {
  usage: 'backup FILE [--org SLUG]',
  help: 'copies the database while it is in use',
  async run({ args, config, open, print }) {
    const { words, values } = readArgs(args, { values: ['org'] });
    const [file] = words;
    if (file === undefined || words.length > 1) throw new Usage('backup takes one FILE');
    await open(chosenOrg(config, values.get('org'))).backup(file);
    print(`written to ${file}`);
    return 0;
  },
};
