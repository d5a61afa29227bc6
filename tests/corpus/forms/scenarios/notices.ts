import type { Scenario } from '../scenario.ts';
import { aClient, section } from './steps.ts';

/** What another institution told of a client: put there, since booking him is that institution's. */
export const notices: Readonly<Record<string, Scenario>> = {
  '/clients/[caseId]/held default': {
    scene: async (office) => {
      const { id } = await aClient(office);
      await office.rows(
        `insert into notices.notice (unit_id, case_id, person_id, about, standing, from_unit_id, stay_id, held_since, basis, told_by)
         select c.unit_id, c.id, c.person_id, '{client}', 'confirmed', (select u.id from units.unit u where u.type = 'kanwil' order by u.id limit 1),
           gen_random_uuid(), '2022-06-12T03:00:00Z', 'SP.Han/17/VI/2022', (select a.id from accounts.account a where a.kind = 'system')
         from cases.client_case c where c.id = $1`,
        [id],
      );
      return { browser: await office.as(section), path: `/clients/${id}/held` };
    },
  },
};
