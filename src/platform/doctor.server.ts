import type pg from 'pg';
import type { Sentence } from './console-problem.server.ts';
import { groupRoles } from './group-roles.ts';

/** What is wrong and what to do about it; `refuse` keeps Simpul from starting. */
export type Finding = { id: FindingId; severity: 'refuse' | 'warn'; says: Sentence; remedy: Sentence };
export type FindingId = keyof typeof findings;

/** What the doctor looks at in the database, in one answer of the application's own connection. */
type Observed = {
  version_number: number;
  version: string;
  fsync: boolean;
  full_page_writes: boolean;
  synchronous_commit: boolean;
  data_checksums: boolean;
  encoding: string;
  wal_level: string;
  role: string;
  is_superuser: boolean;
  bypasses: boolean;
  owns_tables: boolean;
  is_member_of_owner: boolean;
  lacks_group_roles: boolean;
  holds_group_rights: boolean;
  reads_statements: boolean;
  seconds_apart: number;
};

/** Looks at the database as the application sees it; the same on the console and on the administrator's page. */
export async function examineDatabase(client: Pick<pg.ClientBase, 'query'>): Promise<Finding[]> {
  const { rows } = await client.query<Observed>(question, [groupRoles, Date.now() / 1000]);
  const seen = rows[0]!;
  const wrong: Partial<Record<FindingId, boolean>> = {
    old_server: seen.version_number < 180_000,
    fsync_off: !seen.fsync,
    full_page_writes_off: !seen.full_page_writes,
    synchronous_commit_off: !seen.synchronous_commit,
    no_checksums: !seen.data_checksums,
    not_utf8: seen.encoding !== 'UTF8',
    superuser: seen.is_superuser,
    bypasses_row_security: seen.bypasses && !seen.is_superuser,
    owns_tables: seen.owns_tables,
    member_of_owner: seen.is_member_of_owner && !seen.is_superuser && !seen.owns_tables,
    lacks_group_roles: seen.lacks_group_roles,
    holds_group_rights: seen.holds_group_rights && !seen.is_superuser,
    reads_statements: seen.reads_statements && !seen.is_superuser,
    no_wal_for_backup: seen.wal_level === 'minimal',
    clocks_apart: Math.abs(seen.seconds_apart) > 30,
  };
  return listFindings(wrong);
}

export type Surroundings = {
  /** The journal's checkpoints have a place outside this machine. */
  sealedAway: boolean;
  /** The last one left within a day. */
  sealedLately: boolean;
  /** The address by which people come is https, or nobody comes from another machine. */
  secureContext: boolean;
  hasAddress: boolean;
  canBackUp: boolean;
  /** Backups lie on another disk than the data. */
  backedUpElsewhere: boolean;
  backedUpLately: boolean;
  restoreProved: boolean;
};

/** Looks at what is around the database; what the caller does not know he leaves out. */
export function examineSurroundings(seen: Partial<Surroundings>): Finding[] {
  return listFindings({
    no_checkpoint_destination: seen.sealedAway === false,
    checkpoints_stay: seen.sealedLately === false,
    no_backup_role: seen.canBackUp === false,
    backup_on_same_disk: seen.backedUpElsewhere === false,
    backup_late: seen.backedUpLately === false,
    restore_unproved: seen.restoreProved === false,
    no_public_address: seen.hasAddress === false,
    no_https: seen.secureContext === false,
  });
}

function listFindings(wrong: Partial<Record<FindingId, boolean>>): Finding[] {
  return (Object.keys(findings) as FindingId[])
    .filter((id) => wrong[id])
    .map((id) => ({ id, ...(findings[id] as Omit<Finding, 'id'>) }));
}

const question = `
  select current_setting('server_version_num')::int as version_number, current_setting('server_version') as version,
    current_setting('fsync')::bool as fsync, current_setting('full_page_writes')::bool as full_page_writes,
    current_setting('synchronous_commit') <> 'off' as synchronous_commit, current_setting('data_checksums')::bool as data_checksums,
    current_setting('server_encoding') as encoding, current_setting('wal_level') as wal_level,
    me.rolname as role, me.rolsuper as is_superuser, me.rolbypassrls as bypasses,
    exists (select from pg_class t where t.relowner = me.oid and t.relkind in ('r', 'p')) as owns_tables,
    exists (select from pg_class t where t.relkind in ('r', 'p') and t.relnamespace = to_regnamespace('platform')
            and t.relowner <> me.oid and pg_has_role(me.oid, t.relowner, 'MEMBER')) as is_member_of_owner,
    exists (select from unnest($1::text[]) wanted
            where to_regrole(wanted) is null or not pg_has_role(me.oid, to_regrole(wanted), 'SET')) as lacks_group_roles,
    exists (select from unnest($1::text[]) wanted
            where to_regrole(wanted) is not null and pg_has_role(me.oid, to_regrole(wanted), 'USAGE')) as holds_group_rights,
    exists (select from pg_class s, unnest($1::text[] || session_user::text) reader
            where s.relname = 'pg_stat_statements' and to_regrole(reader) is not null
              and has_table_privilege(reader, s.oid, 'SELECT')) as reads_statements,
    extract(epoch from clock_timestamp())::float8 - $2::float8 as seconds_apart
  from pg_roles me where me.rolname = session_user`;

const restart = { id: 'lalu mulai ulang server basis data', en: 'and restart the database server' };
const setting = (name: string): { remedy: Sentence } => ({
  remedy: {
    id: `Pasang ${name} = on di postgresql.conf ${restart.id}.`,
    en: `Set ${name} = on in postgresql.conf ${restart.en}.`,
  },
});
const otherRole: { remedy: Sentence } = {
  remedy: {
    id: 'Pakai peran tersendiri untuk DATABASE_URL (CREATE ROLE simpul_app LOGIN) dan peran pemilik hanya untuk DATABASE_OWNER_URL.',
    en: 'Use a role of its own for DATABASE_URL (CREATE ROLE simpul_app LOGIN) and the owner only for DATABASE_OWNER_URL.',
  },
};

const findings = {
  old_server: {
    severity: 'refuse',
    says: {
      id: 'Server basis data lebih tua dari PostgreSQL 18.',
      en: 'The database server is older than PostgreSQL 18.',
    },
    remedy: {
      id: 'Pindahkan basis data ke PostgreSQL 18 atau lebih baru.',
      en: 'Move the database to PostgreSQL 18 or newer.',
    },
  },
  fsync_off: {
    severity: 'refuse',
    says: {
      id: 'fsync mati: listrik padam dapat merusak seluruh basis data.',
      en: 'fsync is off: a power cut may destroy the whole database.',
    },
    ...setting('fsync'),
  },
  full_page_writes_off: {
    severity: 'refuse',
    says: {
      id: 'full_page_writes mati: halaman yang setengah tertulis saat listrik padam tidak dapat dipulihkan.',
      en: 'full_page_writes is off: a page half written at a power cut cannot be repaired.',
    },
    ...setting('full_page_writes'),
  },
  synchronous_commit_off: {
    severity: 'refuse',
    says: {
      id: 'synchronous_commit mati: laporan yang sudah diterima dapat hilang.',
      en: 'synchronous_commit is off: reports that were acknowledged may be lost.',
    },
    ...setting('synchronous_commit'),
  },
  no_checksums: {
    severity: 'refuse',
    says: {
      id: 'Checksum data tidak aktif: disk yang rusak tidak akan ketahuan.',
      en: 'Data checksums are missing: a failing disk would go unnoticed.',
    },
    remedy: {
      id: 'Hentikan server lalu jalankan pg_checksums --enable -D <folder data>.',
      en: 'Stop the server and run pg_checksums --enable -D <data directory>.',
    },
  },
  not_utf8: {
    severity: 'refuse',
    says: { id: 'Basis data tidak memakai UTF-8.', en: 'The database does not use UTF-8.' },
    remedy: {
      id: "Buat ulang dengan CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0.",
      en: "Create it anew with CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0.",
    },
  },
  superuser: {
    severity: 'refuse',
    says: {
      id: 'Aplikasi masuk ke basis data sebagai superuser, sehingga batas akses tidak berlaku.',
      en: 'The application signs in to the database as a superuser, so no limit on access holds.',
    },
    ...otherRole,
  },
  bypasses_row_security: {
    severity: 'refuse',
    says: {
      id: 'Peran aplikasi mempunyai BYPASSRLS, sehingga batas akses tidak berlaku.',
      en: "The application's role has BYPASSRLS, so no limit on access holds.",
    },
    remedy: { id: 'Jalankan ALTER ROLE <peran> NOBYPASSRLS.', en: 'Run ALTER ROLE <role> NOBYPASSRLS.' },
  },
  owns_tables: {
    severity: 'refuse',
    says: {
      id: 'Peran aplikasi memiliki tabel, sehingga dapat mengubah riwayat dan batas akses.',
      en: "The application's role owns tables, so it could change history and the limits on access.",
    },
    ...otherRole,
  },
  member_of_owner: {
    severity: 'refuse',
    says: {
      id: 'Peran aplikasi adalah anggota peran pemilik tabel.',
      en: "The application's role is a member of the role that owns the tables.",
    },
    remedy: { id: 'Jalankan REVOKE <pemilik> FROM <peran>.', en: 'Run REVOKE <owner> FROM <role>.' },
  },
  lacks_group_roles: {
    severity: 'refuse',
    says: {
      id: 'Peran aplikasi belum boleh memakai peran kerja Simpul.',
      en: "The application's role may not yet take Simpul's working roles.",
    },
    remedy: {
      id: 'Jalankan npm run simpul -- migrate dengan DATABASE_URL dan DATABASE_OWNER_URL.',
      en: 'Run npm run simpul -- migrate with DATABASE_URL and DATABASE_OWNER_URL.',
    },
  },
  holds_group_rights: {
    severity: 'refuse',
    says: {
      id: 'Peran aplikasi memegang hak peran kerja tanpa mengambilnya, sehingga kesalahan program dapat melewati batas peran.',
      en: "The application's role holds the working roles' rights without taking them, so a fault could cross from one to another.",
    },
    remedy: {
      id: 'Jalankan npm run simpul -- migrate, yang memberi peran itu WITH INHERIT FALSE.',
      en: 'Run npm run simpul -- migrate, which grants them WITH INHERIT FALSE.',
    },
  },
  reads_statements: {
    severity: 'warn',
    says: {
      id: 'Peran aplikasi dapat membaca pg_stat_statements: apa yang ditanyakan kantor lain, dan seberapa sering.',
      en: "The application's role can read pg_stat_statements: what other offices ask, and how often.",
    },
    remedy: {
      id: 'Sebagai superuser, jalankan REVOKE ALL ON pg_stat_statements, pg_stat_statements_info FROM PUBLIC di basis data Simpul.',
      en: "As a superuser, run REVOKE ALL ON pg_stat_statements, pg_stat_statements_info FROM PUBLIC in Simpul's database.",
    },
  },
  no_wal_for_backup: {
    severity: 'warn',
    says: {
      id: 'wal_level = minimal: cadangan tidak dapat dibuat selagi kantor bekerja.',
      en: 'wal_level = minimal: no backup can be made while the office works.',
    },
    remedy: { id: `Pasang wal_level = replica ${restart.id}.`, en: `Set wal_level = replica ${restart.en}.` },
  },
  clocks_apart: {
    severity: 'warn',
    says: {
      id: 'Jam basis data dan jam aplikasi berbeda lebih dari 30 detik.',
      en: "The database's clock and the application's differ by more than 30 seconds.",
    },
    remedy: {
      id: 'Aktifkan penyelarasan waktu (NTP) pada kedua mesin.',
      en: 'Turn on time synchronisation (NTP) on both machines.',
    },
  },
  no_checkpoint_destination: {
    severity: 'warn',
    says: {
      id: 'Titik periksa jurnal tidak dikirim ke luar mesin ini: penghapusan ekor jurnal tidak dapat dibuktikan.',
      en: "The journal's checkpoints do not leave this machine: a deleted tail of the journal could not be proved.",
    },
    remedy: {
      id: 'Atur tujuan titik periksa pada halaman administrator, atau cetak halaman harian.',
      en: "Set a destination for checkpoints on the administrator's page, or print the daily page.",
    },
  },
  checkpoints_stay: {
    severity: 'warn',
    says: {
      id: 'Tidak ada titik periksa jurnal yang keluar dari mesin ini dalam sehari terakhir.',
      en: "None of the journal's checkpoints has left this machine within the last day.",
    },
    remedy: {
      id: 'Periksa folder dan surel tujuannya pada halaman Cadangan, atau cetak halaman harian.',
      en: 'Check the folder and the mail address on the page Backups, or print the daily page.',
    },
  },
  no_backup_role: {
    severity: 'warn',
    says: {
      id: 'Simpul tidak dapat membuat cadangan: server basis data luar belum memberi peran untuk itu.',
      en: 'Simpul cannot make backups: the outside database server has no role for it yet.',
    },
    remedy: {
      id: 'Isi DATABASE_BACKUP_URL seperti dalam docs/operations/backup.md.',
      en: 'Set DATABASE_BACKUP_URL as in docs/operations/backup.md.',
    },
  },
  backup_on_same_disk: {
    severity: 'warn',
    says: {
      id: 'Cadangan berada pada disk yang sama dengan data: disk yang rusak menghilangkan keduanya.',
      en: 'Backups lie on the same disk as the data: a broken disk takes both.',
    },
    remedy: {
      id: 'Pilih disk atau mesin lain sebagai tujuan pada halaman Cadangan.',
      en: 'Choose another disk or machine as the destination on the page Backups.',
    },
  },
  backup_late: {
    severity: 'warn',
    says: {
      id: 'Tidak ada cadangan dalam 26 jam terakhir.',
      en: 'No backup was made within the last 26 hours.',
    },
    remedy: {
      id: 'Periksa tujuan dan riwayat pada halaman Cadangan, lalu tekan Cadangkan sekarang.',
      en: 'Look at the destination and the runs on the page Backups, then press Back up now.',
    },
  },
  restore_unproved: {
    severity: 'warn',
    says: {
      id: 'Cadangan belum dibuktikan dengan pemulihan dalam 10 hari terakhir.',
      en: 'No restore has proved the backups within the last 10 days.',
    },
    remedy: {
      id: 'Tekan Uji pemulihan sekarang pada halaman Cadangan.',
      en: 'Press Prove a restore now on the page Backups.',
    },
  },
  no_public_address: {
    severity: 'warn',
    says: {
      id: 'Alamat publik belum diisi: pesan pengingat yang memuat tautan tidak dikirim.',
      en: 'There is no public address: reminders that carry a link are not sent.',
    },
    remedy: {
      id: 'Isi alamat publik pada halaman Pemasangan.',
      en: 'Set the public address on the page Installation.',
    },
  },
  no_https: {
    severity: 'warn',
    says: {
      id: 'Tanpa https, kamera, posisi, dan passkey tidak tersedia dari perangkat lain.',
      en: 'Without https, camera, position and passkeys are not available from other devices.',
    },
    remedy: {
      id: 'Pasang proksi dengan sertifikat seperti dalam docs/operations/install.md.',
      en: 'Put a proxy with a certificate in front, as in docs/operations/install.md.',
    },
  },
} satisfies Record<string, Omit<Finding, 'id'>>;
