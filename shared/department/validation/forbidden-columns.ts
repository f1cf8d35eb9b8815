/** A kind of personal data that no file may bring, and the names by which it is told. */
interface ForbiddenColumn {
  /** Chinese, completes the sentence “此列是……”. */
  readonly what: string;
  /** Chinese words, lower case; a column whose name contains one of them is meant. */
  readonly words: readonly string[];
  /** Latin names, lower case without separators; the whole name is compared. */
  readonly names: readonly string[];
}

/**
 * The platform takes in sums, never persons (个人信息保护法 第六条: as little as the purpose needs).
 * One row for each kind; a name that is missed is refused all the same, as an unknown column.
 */
const FORBIDDEN_COLUMNS: readonly ForbiddenColumn[] = [
  { what: '姓名', words: ['姓名', '联系人', '经办人'], names: ['name', 'fullname', 'personname', 'realname'] },
  {
    what: '证件号码',
    words: ['身份证', '证件号', '证件类型', '护照', '军官证', '公民身份'],
    names: ['idcard', 'idnumber', 'idno', 'identitynumber', 'identitycard', 'passport', 'sfz', 'sfzh'],
  },
  {
    what: '联系方式',
    words: ['手机', '电话', '联系方式', '邮箱', '微信', 'qq号'],
    names: ['phone', 'phonenumber', 'mobile', 'mobilephone', 'telephone', 'tel', 'email', 'mail', 'wechat', 'qq'],
  },
  {
    what: '住址',
    words: ['住址', '家庭地址', '通讯地址', '户籍', '籍贯'],
    names: ['address', 'homeaddress', 'residence'],
  },
  {
    what: '金融账户',
    words: ['银行卡', '银行账', '账号', '帐号', '卡号', '公积金号', '支付宝'],
    names: ['bankcard', 'bankaccount', 'cardnumber', 'accountnumber', 'iban'],
  },
  { what: '社会保障号码', words: ['社保号', '社保卡', '社会保障号', '医保号'], names: ['socialsecuritynumber', 'ssn'] },
  { what: '出生日期', words: ['出生', '生日'], names: ['birthday', 'birthdate', 'dateofbirth', 'dob'] },
  { what: '生物识别或健康信息', words: ['指纹', '人脸', '照片', '病史', '病历'], names: ['photo', 'fingerprint'] },
  { what: '行踪或车辆信息', words: ['车牌', '行踪', '定位'], names: ['licenseplate', 'platenumber'] },
];

/** What kind of personal data a column of this name holds; null where it is none that is known. */
export function forbiddenColumn(name: string): string | null {
  const plain = name.toLowerCase().replaceAll(/[\s_\-.\p{Cf}]+/gu, '');
  const found = FORBIDDEN_COLUMNS.find(
    ({ words, names }) => words.some((word) => plain.includes(word)) || names.includes(plain),
  );
  return found?.what ?? null;
}
