import {
  type Action,
  type Block,
  type Card,
  card,
  type Field,
  facts,
  note,
  type Option,
  press,
  text,
} from './card.ts';

/** To somebody unknown: nothing of the organisation is named, so nothing is given away. */
export function introductionCard(): Card {
  return card('您好，我还不认识您', [
    text('请告诉我您是谁，书记确认后就能使用。'),
    {
      type: 'form',
      fields: [
        { name: 'name', label: '姓名', kind: 'text', required: true },
        { name: 'unit', label: '所在党组织', kind: 'text', required: true, hint: '请写您所在党支部的名称' },
      ],
      submit: press('提交', 'people.claim', {}, 'primary'),
    },
    note('只会转给党组织的书记和党务干部确认。'),
  ]);
}

/** To whoever speaks first, before there is a roster: an account such as `lark:ou_1`, which only its owner is told. */
export function foundingCard(account: string): Card {
  return card('支部助手已接通，还没有名册', [
    text('负责部署的同志：把下面这一行写进 .env 并重启，您就是第一位管理员，再把名册文件发给我。'),
    text(`ZHIBU_ADMIN=${account}`),
    note('其他同志请等名册导入以后再来。'),
  ]);
}

export interface Said {
  name: string;
  unit: string;
}

export function claimedCard(said: Said): Card {
  return card(
    '已转给书记确认',
    [
      facts({ 姓名: said.name, 所在党组织: said.unit }),
      text('确认后我会马上告诉您。着急的话，可以直接联系本支部书记。'),
    ],
    { tone: 'info', actions: [press('填错了，重新填写', 'people.introduce', { again: true })] },
  );
}

/** Somebody's word for who they are, as whoever confirms it sees it. */
export interface ShownClaim {
  id: number;
  said: Said;
  platform: string;
  accountName: string | null;
  /** Who on the roster is meant, if that is clear. */
  meant: string | null;
  /** The person meant has another account on this platform. */
  replaces: boolean;
  decided: { by: string; granted: boolean; as: string | null } | null;
}

export function claimCard(claim: ShownClaim): Card {
  const { id, said, platform, accountName, meant, decided } = claim;
  const told = facts({ 姓名: said.name, 所在党组织: said.unit, 来自: platform, 账号昵称: accountName });
  if (decided) {
    const outcome = decided.granted
      ? `${decided.by}确认是${decided.as}，账号已绑定。`
      : `${decided.by}已答复：不是。`;
    return card('身份确认', [told, text(outcome)], { tone: decided.granted ? 'success' : 'plain' });
  }
  const decline = press('不是', 'people.decline', { claim: id });
  if (meant === null) {
    const fields: Field[] = [
      { name: 'person', label: '名册里是哪位同志', kind: 'text', required: true, hint: '姓名' },
    ];
    return card(
      '有人请求确认身份',
      [
        told,
        text('名册里没有找到完全对应的同志。如果您认识，请写明是名册里的哪一位。'),
        { type: 'form', fields, submit: press('就是这位同志', 'people.confirm', { claim: id }, 'primary') },
      ],
      { tone: 'info', actions: [decline] },
    );
  }
  return card(
    '请确认：这是本人吗？',
    [
      told,
      text(`对应名册里的${meant}。`),
      ...(claim.replaces
        ? [text(`注意：这位同志已经绑定了另一个${platform}账号，确认后由新账号替换。`)]
        : []),
      note('确认前，最好当面或打电话问一下。'),
    ],
    { tone: 'info', actions: [press('是本人', 'people.confirm', { claim: id }, 'primary'), decline] },
  );
}

export function welcomeCard(name: string): Card {
  return card(`${name}同志，欢迎`, [text('您的身份已经确认。签到、请假、查看安排，都可以直接跟我说。')], {
    tone: 'success',
    actions: [press('看看能做什么', 'help', {}, 'primary')],
  });
}

export function notConfirmedCard(): Card {
  return card('没能确认您的身份', [text('请核对填写的姓名和党组织，或直接联系本支部书记。')], {
    actions: [press('重新填写', 'people.introduce', { again: true })],
  });
}

/** To the account that another one has taken the place of. */
export function replacedCard(platform: string): Card {
  return card(
    '您的账号绑定已更换',
    [text(`经书记确认，您改用另一个${platform}账号。如果不是您本人的意思，请马上联系书记。`)],
    { tone: 'warning' },
  );
}

export function groupCard(unit: string | null): Card {
  if (unit === null) {
    return card('这个群属于哪个党组织？', [text('请书记或党务干部点一下，活动通知就会发到这里。')], {
      tone: 'info',
      actions: [press('是我们的群', 'chats.claim', {}, 'primary')],
    });
  }
  return card(`这是${unit}的群`, [text('活动通知和签到会发到这里。在群里跟我说话，请先 @我。')], {
    tone: 'success',
    actions: [press('改为别的党组织', 'chats.claim', { again: true })],
  });
}

/** Too many to choose from: the name is typed. */
const CHOICES = 50;

export function groupFormCard(
  chat: string,
  name: string | null,
  options: Option[],
  value: string | null,
): Card {
  const many = options.length > CHOICES;
  const unit: Field = many
    ? { name: 'unit', label: '党组织', kind: 'text', required: true, hint: '党组织的名称' }
    : { name: 'unit', label: '党组织', kind: 'select', required: true, options, ...(value && { value }) };
  return card('这个群属于哪个党组织？', [
    ...(name ? [facts({ 群: name })] : []),
    { type: 'form', fields: [unit], submit: press('确定', 'chats.claim', { chat }, 'primary') },
  ]);
}

export function feedbackFormCard(): Card {
  return card('反馈', [
    text('对活动安排、对我有什么意见建议，都可以写下来，会转给上级党组织的党务干部。'),
    {
      type: 'form',
      fields: [
        { name: 'text', label: '意见建议', kind: 'longtext', required: true },
        { name: 'anonymous', label: '匿名', kind: 'checkbox', required: false, value: false },
      ],
      submit: press('发送', 'people.feedback', {}, 'primary'),
    },
  ]);
}

/** `from`: null if they prefer not to be named. */
export function feedbackCard(said: string, from: { name: string; unit: string | null } | null): Card {
  return card('收到一条反馈', [
    text(said),
    facts(from ? { 来自: from.name, 所在党组织: from.unit } : { 来自: '匿名' }),
  ]);
}

/** `platforms`: where somebody can be written to, and which they chose; for those who have a choice. */
export function settingsCard(
  reminders: 'all' | 'day',
  platforms: { options: Option[]; chosen: string | null },
  actions: Action[],
): Card {
  const options = [
    { value: 'all', label: '全部提醒' },
    { value: 'day', label: '只在当天提醒' },
  ];
  const blocks: Block[] = [
    {
      type: 'form',
      fields: [
        { name: 'reminders', label: '活动提醒', kind: 'select', required: true, options, value: reminders },
        ...(platforms.options.length > 1 ? [platformField(platforms)] : []),
      ],
      submit: press('保存', 'people.remind', {}, 'primary'),
    },
    note('活动通知照常发送；晚上九点到早上八点、节假日不打扰。'),
  ];
  return card('设置', blocks, { actions });
}

function platformField({ options, chosen }: { options: Option[]; chosen: string | null }): Field {
  const last: Option = { value: 'last', label: '我最近用的那个' };
  const value = chosen ?? last.value;
  return {
    name: 'platform',
    label: '消息发到哪里',
    kind: 'select',
    required: true,
    options: [last, ...options],
    value,
  };
}
