// @ts-check
import { byId, h, icon } from './dom.js';

const WORDS = ['帮助', '我的', '签到', '请假', '新建活动', '汇总'];

/**
 * @param {(text: string) => Promise<boolean>} send says whether it arrived
 * @param {(file: File) => Promise<void>} upload
 */
export function drawComposer(send, upload) {
  const text = h('textarea', {
    id: 'text',
    rows: '1',
    maxlength: '2000',
    placeholder: '说点什么，比如：签到',
    'aria-label': '消息',
    enterkeyhint: 'send',
    oninput: resize,
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      // While an input method is composing, Enter takes its suggestion (229 is how Safari says so).
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      submit();
    },
  });
  const file = h('input', {
    type: 'file',
    id: 'file',
    class: 'unseen',
    tabindex: '-1',
    'aria-label': '发送文件',
    accept: 'image/*,.pdf,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.txt,.csv',
    multiple: 'multiple',
    onchange: async () => {
      await uploadAll(file.files);
      file.value = '';
    },
  });

  /** @param {FileList | null | undefined} chosen */
  async function uploadAll(chosen) {
    for (const one of [...(chosen ?? [])]) await upload(one);
  }

  function resize() {
    text.style.height = 'auto';
    text.style.height = `${text.scrollHeight}px`;
  }

  async function submit() {
    const typed = text.value.trim();
    if (typed === '') return;
    text.value = '';
    resize();
    if (!(await send(typed)) && text.value === '') {
      text.value = typed;
      resize();
    }
  }

  const form = byId('composer');
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
  });
  form.addEventListener('dragover', (event) => event.preventDefault());
  form.addEventListener('drop', (event) => {
    event.preventDefault();
    uploadAll(event.dataTransfer?.files);
  });
  form.append(
    h(
      'div',
      { class: 'chips', role: 'group', 'aria-label': '常用' },
      ...WORDS.map((word) => h('button', { class: 'chip', type: 'button', onclick: () => send(word) }, word)),
    ),
    h(
      'div',
      { class: 'box' },
      h(
        'button',
        {
          class: 'icon',
          type: 'button',
          'aria-label': '发送照片或文件',
          title: '发送照片或文件；也可以拖进来',
          onclick: () => file.click(),
        },
        icon('clip'),
      ),
      file,
      text,
      h('button', { class: 'icon send', type: 'submit', 'aria-label': '发送' }, icon('send')),
    ),
  );
}
