create table organisation.signing_rule (
  basis text not null check (basis in ('collective', 'acting', 'deputy', 'by_order', 'authorised', 'delegated')),
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  abbreviation text not null check (abbreviation <> ''),
  mark text,
  legal_ground text not null check (legal_ground <> ''),
  is_verified boolean not null,
  primary key (basis, valid_from),
  check ((basis in ('collective', 'acting', 'deputy')) = (mark is not null))
);
comment on table organisation.signing_rule is 'reference: what stands over a signature and why: the body in whose name, the word by which a title says that somebody acts for or deputises for the head, sign by order or by authority. What nobody has read in the law yet says so in is_verified';

insert into organisation.signing_rule (basis, valid_from, abbreviation, mark, legal_ground, is_verified) values
  ('collective', '2020-03-05', 'TM.', 'Ủy ban nhân dân', 'Nghị định 30/2020/NĐ-CP, Điều 13 và Phụ lục I, mục II.7', true),
  ('acting', '2020-03-05', 'Q.', 'Quyền', 'Nghị định 30/2020/NĐ-CP, Điều 13 và Phụ lục I, mục II.7', true),
  ('deputy', '2020-03-05', 'KT.', 'Phó', 'Nghị định 30/2020/NĐ-CP, Điều 13 và Phụ lục I, mục II.7', true),
  ('by_order', '2020-03-05', 'TL.', null, 'Nghị định 30/2020/NĐ-CP, Điều 13 và Phụ lục I, mục II.7', true),
  ('authorised', '2020-03-05', 'TUQ.', null, 'Nghị định 30/2020/NĐ-CP, Điều 13 và Phụ lục I, mục II.7', true),
  ('delegated', '2020-03-05', 'TUQ.', null, 'Nghị định 30/2020/NĐ-CP, Điều 13; ủy quyền giữa các cơ quan theo Luật Tổ chức chính quyền địa phương: chưa đối chiếu', false);
