export type SubjectKind = 'province' | 'district' | 'member-unit' | 'township' | 'enterprise';
