import type { Row } from './body.ts';
import type { Choice } from './choice.ts';

/** A template card: {@link https://developer.work.weixin.qq.com/document/path/90236} */
export type TemplateCard = {
  task_id: string;
  main_title: { title: string; desc?: string };
  action_menu?: Menu;
} & (
  | {
      card_type: 'text_notice';
      sub_title_text?: string;
      horizontal_content_list?: Row[];
      jump_list?: { type: 1; title: string; url: string }[];
      card_action: { type: 1; url: string };
    }
  | {
      card_type: 'button_interaction';
      sub_title_text?: string;
      horizontal_content_list?: Row[];
      button_selection?: List;
      button_list: Button[];
      /** Only when drawn anew: takes the place of the buttons, and cannot be pressed. */
      replace_text?: string;
    }
  | {
      card_type: 'vote_interaction';
      checkbox: { question_key: string; mode: 0 | 1; option_list: (Choice & { is_checked: boolean })[] };
      submit_button: Submit;
    }
  | { card_type: 'multiple_interaction'; select_list: List[]; submit_button: Submit }
);

export interface Menu {
  desc: string;
  action_list: Submit[];
}

export interface Submit {
  text: string;
  key: string;
}

export type Button = { text: string; style: number } & ({ type: 0; key: string } | { type: 1; url: string });

export interface List {
  question_key: string;
  title: string;
  selected_id?: string;
  option_list: Choice[];
}
