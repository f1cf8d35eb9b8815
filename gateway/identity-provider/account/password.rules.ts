interface PasswordRule {
  readonly message: string;
  readonly holds: (password: string, username: string) => boolean;
}

const CLASSES = [/\p{Lu}/u, /\p{Ll}/u, /\p{Nd}/u, /[^\p{L}\p{Nd}\s]/u];

const RULES: readonly PasswordRule[] = [
  { message: '口令至少 8 个字符', holds: (password) => [...password].length >= 8 },
  { message: '口令最多 128 个字符', holds: (password) => [...password].length <= 128 },
  {
    message: '口令应同时包含大写字母、小写字母、数字和符号',
    holds: (password) => CLASSES.every((letters) => letters.test(password)),
  },
  {
    message: '口令不得包含用户名',
    holds: (password, username) => !password.toLowerCase().includes(username.toLowerCase()),
  },
];

/** What is wrong with a password, in words for its owner; empty when it may be used. */
export function passwordFaults(password: string, username: string): string[] {
  return RULES.filter(({ holds }) => !holds(password, username)).map(({ message }) => message);
}
