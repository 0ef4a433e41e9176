import { Button, Group, Modal, Select, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { HeadedTable } from '#platform/ui/data-table.tsx'
import { fill, useLanguage, useWords } from '#platform/ui/i18n.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import { type AccountView, type OneTimePassword } from '../accounts.ts'
import { postKindWords, type Me } from '../contract.ts'
import { messages } from './messages.ts'
import { OpenAccountForm } from './open-account-form.tsx'
import { postDisable, postEnable, postReset, staffQuery, unitsQuery } from './queries.ts'

type Asking = { account: AccountView; about: 'disable' | 'reset' }

/** The people of a unit and their accounts, for those who may `organisation.manage`. */
export function StaffPage({ me }: { me: Me }) {
  const words = useWords(messages)
  const queries = useQueryClient()
  const [unitId, setUnitId] = useState<number>(me.post.unitId)
  const [adding, setAdding] = useState(false)
  const [asking, setAsking] = useState<Asking>()
  const [slip, setSlip] = useState<OneTimePassword>()
  const units = useQuery(unitsQuery)
  const staff = useQuery(staffQuery(unitId))

  const reload = () => queries.invalidateQueries({ queryKey: staffQuery(unitId).queryKey })
  const act = useMutation({
    async mutationFn({ account, about }: { account: AccountView; about: Asking['about'] | 'enable' }) {
      if (about === 'enable') await postEnable(account.accountId)
      else if (about === 'disable') await postDisable(account.accountId)
      else setSlip(await postReset(account.accountId))
    },
    onSettled: async () => {
      setAsking(undefined)
      await reload()
    },
  })

  return (
    <Stack p="md">
      <Group justify="space-between" align="end">
        <Title order={1} size="h3">
          {words.staffTitle}
        </Title>
        <Button onClick={() => setAdding(true)}>{words.openAccount}</Button>
      </Group>
      <Select
        label={words.unit}
        placeholder={words.chooseUnit}
        nothingFoundMessage={words.noSuchUnit}
        searchable
        allowDeselect={false}
        limit={50}
        maw={480}
        data={(units.data?.units ?? []).map((unit) => ({
          value: String(unit.id),
          label: `${unit.name} (${unit.code})`,
        }))}
        value={String(unitId)}
        onChange={(value) => value !== null && setUnitId(Number(value))}
      />
      <RefusalNote error={staff.error ?? act.error} />
      {staff.isPending && <Text component="output">{words.loading}</Text>}
      {staff.data && (
        <StaffTable
          accounts={staff.data.accounts}
          ownAccountId={me.accountId}
          onAsk={setAsking}
          onEnable={(account) => act.mutate({ account, about: 'enable' })}
        />
      )}
      <Modal
        opened={asking !== undefined}
        onClose={() => setAsking(undefined)}
        title={asking?.about === 'reset' ? words.resetPassword : words.disable}
        closeButtonProps={{ 'aria-label': words.close }}
      >
        {asking && (
          <Stack>
            <Text>
              {fill(asking.about === 'reset' ? words.confirmReset : words.confirmDisable, {
                name: asking.account.name,
              })}
            </Text>
            <Group justify="end">
              <Button variant="default" onClick={() => setAsking(undefined)}>
                {words.cancel}
              </Button>
              <Button
                color="lacquer"
                loading={act.isPending}
                onClick={() => act.mutate(asking)}
                data-autofocus
              >
                {asking.about === 'reset' ? words.resetPassword : words.disable}
              </Button>
            </Group>
          </Stack>
        )}
      </Modal>
      <Modal
        opened={adding}
        onClose={() => setAdding(false)}
        title={words.openAccount}
        closeButtonProps={{ 'aria-label': words.close }}
      >
        <OpenAccountForm
          unitId={unitId}
          onOpened={async (opened) => {
            setAdding(false)
            setSlip(opened)
            await reload()
          }}
        />
      </Modal>
      <OneTimeSlip slip={slip} onClose={() => setSlip(undefined)} />
    </Stack>
  )
}

type StaffTableProps = {
  accounts: readonly AccountView[]
  ownAccountId: number
  onAsk(asking: Asking): void
  onEnable(account: AccountView): void
}

function StaffTable({ accounts, ownAccountId, onAsk, onEnable }: StaffTableProps) {
  const words = useWords(messages)
  const { language } = useLanguage()
  if (accounts.length === 0) return <Text>{words.noStaff}</Text>
  return (
    <HeadedTable
      caption={words.staffTitle}
      heads={[words.name, words.login, words.post, words.state, words.actions]}
      rows={accounts.map((account) => ({
        id: account.accountId,
        cells: [
          account.name,
          account.login,
          account.posts.map((post) => (
            <div key={post.postId}>
              {post.title} · {postKindWords[post.kind][language]}
            </div>
          )),
          account.disabled
            ? words.stateDisabled
            : account.mustChangePassword
              ? words.stateOneTime
              : words.stateActive,
          account.accountId !== ownAccountId && (
            <Group key="actions" gap="xs">
              {account.disabled ? (
                <Button size="compact-sm" variant="default" onClick={() => onEnable(account)}>
                  {words.enable}
                </Button>
              ) : (
                <Button
                  size="compact-sm"
                  variant="default"
                  onClick={() => onAsk({ account, about: 'disable' })}
                >
                  {words.disable}
                </Button>
              )}
              <Button size="compact-sm" variant="default" onClick={() => onAsk({ account, about: 'reset' })}>
                {words.resetPassword}
              </Button>
            </Group>
          ),
        ],
      }))}
    />
  )
}

function OneTimeSlip({ slip, onClose }: { slip: OneTimePassword | undefined; onClose(): void }) {
  const words = useWords(messages)
  return (
    <Modal
      opened={slip !== undefined}
      onClose={onClose}
      title={words.oneTimeTitle}
      closeButtonProps={{ 'aria-label': words.close }}
    >
      {slip && (
        <Stack>
          <Text>{fill(words.oneTimeLead, { name: slip.account.name })}</Text>
          <Text ff="monospace" size="xl" ta="center">
            {slip.oneTimePassword}
          </Text>
          <Button onClick={onClose}>{words.close}</Button>
        </Stack>
      )}
    </Modal>
  )
}
