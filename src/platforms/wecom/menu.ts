/** What stands below the app's chat: at most three, each alone or with at most five beneath it. Its key is the word. */
const MENU: readonly Entry[] = [
  '签到',
  { name: '支部工作', words: ['新建活动', '名单', '结束活动', '会议记录', '还差什么'] },
  { name: '我的', words: ['我的', '请假', '日历', '看板', '帮助'] },
];

type Entry = string | { name: string; words: readonly string[] };

/** As `menu/create` takes it: {@link https://developer.work.weixin.qq.com/document/path/90231} */
export function menuBody(menu: readonly Entry[] = MENU): unknown {
  return {
    button: menu.map((entry) =>
      typeof entry === 'string' ? click(entry) : { name: entry.name, sub_button: entry.words.map(click) },
    ),
  };
}

function click(word: string): { type: 'click'; name: string; key: string } {
  return { type: 'click', name: word, key: word };
}
