import { Misconfigured } from '../errors.ts';
import { createWecomApi } from '../platforms/wecom/client.ts';
import { WecomFault } from '../platforms/wecom/http.ts';
import { chosenOrg, readArgs, Usage, type Verb } from './verb.ts';

export const putMenu: Verb = {
  usage: 'menu [--org SLUG]',
  help: 'puts 签到, 新建活动, 我的 and the like into the menu of the app on WeCom',
  async run({ args, config, now, print }) {
    const { words, values } = readArgs(args, { values: ['org'] });
    if (words.length > 0) throw new Usage('menu takes no words');
    const { wecom } = chosenOrg(config, values.get('org'));
    if (!wecom) throw new Misconfigured('WECOM_CORP_ID is missing: a menu is put on WeCom only.');
    try {
      await createWecomApi(wecom, { now }).putMenu();
      print('菜单已设置，成员下次进入应用时可以看到。');
      return 0;
    } catch (error) {
      if (!(error instanceof WecomFault)) throw error;
      print(error.message);
      return 1;
    }
  },
};
