import { readFileSync } from 'node:fs'

/** A process of the demo city as it is published: what it is, the decisions it asks, and the act that published it. */
export type DemoProcess = {
  /** The procedure it is for. */
  subject: string
  /** Null: the procedure's own table of steps, published for the decisions beside it. */
  bpmn: string | null
  dmn: string
  decisionNumber: string
  decisionDate: string
  note: string
}

/** The processes that the demo city has published; the decisions that published them are made up and say so. */
export function demoProcesses(): DemoProcess[] {
  return [
    {
      subject: '2.001583',
      bpmn: read('company-registration.bpmn'),
      dmn: read('company-registration.dmn'),
      decisionNumber: '01/QĐ-MINHHOA (số minh họa)',
      decisionDate: '2022-12-20',
      note: 'Quy trình minh họa: hồ sơ trực tuyến đề xuất đồng ý được trình ký thẳng, còn lại qua trưởng bộ phận.',
    },
    {
      subject: '2.000815',
      bpmn: null,
      dmn: read('certified-copy.dmn'),
      decisionNumber: '02/QĐ-MINHHOA (số minh họa)',
      decisionDate: '2022-12-20',
      note: 'Bảng minh họa: phí tính theo số trang và số bản, Thông tư 226/2016/TT-BTC.',
    },
    {
      subject: '1.004222',
      bpmn: null,
      dmn: read('residence.dmn'),
      decisionNumber: '03/QĐ-MINHHOA (số minh họa)',
      decisionDate: '2022-12-20',
      note: 'Bảng minh họa: giấy tờ phải nộp theo loại chỗ ở khai trong tờ khai.',
    },
  ]
}

function read(file: string): string {
  return readFileSync(new URL(file, import.meta.url), 'utf8')
}
