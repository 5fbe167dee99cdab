import { chosenOrg, readArgs, Usage, type Verb, withFile } from './verb.ts';

export const backup: Verb = {
  usage: 'backup FILE [--org SLUG]',
  help: 'copies the database while it is in use',
  async run({ args, config, open, print }) {
    const { words, values } = readArgs(args, { values: ['org'] });
    const [file] = words;
    if (file === undefined || words.length > 1) throw new Usage('backup takes one FILE');
    const store = open(chosenOrg(config, values.get('org')));
    await withFile(file, () => store.backup(file));
    print(`written to ${file}`);
    return 0;
  },
};
