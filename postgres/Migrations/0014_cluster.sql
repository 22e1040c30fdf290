-- More machines than one: who has a partition, and what Orleans keeps of the cluster.

-- The owner's address in the cluster, so that others find the customers that live with it.
alter table crm.partitions add owner text;

-- Orleans' ADO.NET clustering reads its statements from a table of this name, by key; names and types of parameters and columns are its own
-- (https://learn.microsoft.com/dotnet/orleans/host/configuration-guide/adonet-configuration). It finds them by the search path of its connection.
create schema crm_orleans;

create table crm_orleans.orleansquery (
  querykey text primary key,
  querytext text not null
);

-- Every change of the members raises the version of the whole: of two who change at the same time one is told to read again.
create table crm_orleans.clusters (
  deploymentid text primary key,
  version integer not null default 0
);

create table crm_orleans.members (
  deploymentid text not null references crm_orleans.clusters,
  address text not null,
  port integer not null,
  generation integer not null,
  siloname text not null,
  hostname text not null,
  status integer not null,
  proxyport integer not null,
  suspecttimes text,
  starttime timestamptz not null,
  iamalivetime timestamptz not null,
  primary key (deploymentid, address, port, generation)
);

-- State of Orleans' own grains: who has subscribed to which stream. Ours keep theirs elsewhere.
create table crm_orleans.grain_states (
  serviceid text not null,
  graintypestring text not null,
  grainidn0 bigint not null,
  grainidn1 bigint not null,
  grainidextensionstring text not null,
  payloadbinary bytea,
  version integer not null,
  primary key (serviceid, graintypestring, grainidn0, grainidn1, grainidextensionstring)
);

-- How far each partition of the feed was delivered to the subscribers of streams.
create table crm_orleans.stream_places (
  partition integer primary key,
  number bigint not null
);

insert into crm_orleans.orleansquery (querykey, querytext) values
('InsertMembershipVersionKey', $$
  with added as (insert into clusters (deploymentid) values (@DeploymentId) on conflict do nothing returning 1)
  select count(*)::integer from added
$$),
('InsertMembershipKey', $$
  with raised as (
    update clusters set version = version + 1
    where deploymentid = @DeploymentId and version = @Version
      and not exists (select from members where deploymentid = @DeploymentId and address = @Address and port = @Port and generation = @Generation)
    returning 1),
  added as (
    insert into members (deploymentid, address, port, generation, siloname, hostname, status, proxyport, starttime, iamalivetime)
    select @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime from raised
    returning 1)
  select count(*)::integer from added
$$),
('UpdateMembershipKey', $$
  with raised as (
    update clusters set version = version + 1
    where deploymentid = @DeploymentId and version = @Version
      and exists (select from members where deploymentid = @DeploymentId and address = @Address and port = @Port and generation = @Generation)
    returning 1),
  changed as (
    update members set status = @Status, suspecttimes = @SuspectTimes, iamalivetime = @IAmAliveTime
    from raised
    where deploymentid = @DeploymentId and address = @Address and port = @Port and generation = @Generation
    returning 1)
  select count(*)::integer from changed
$$),
('UpdateIAmAlivetimeKey', $$
  update members set iamalivetime = @IAmAliveTime
  where deploymentid = @DeploymentId and address = @Address and port = @Port and generation = @Generation
$$),
('MembershipReadRowKey', $$
  select c.deploymentid, m.address, m.port, m.generation, m.siloname, m.hostname, m.status, m.proxyport, m.suspecttimes, m.starttime, m.iamalivetime, c.version
  from clusters c
  left join members m on m.deploymentid = c.deploymentid and m.address = @Address and m.port = @Port and m.generation = @Generation
  where c.deploymentid = @DeploymentId
$$),
('MembershipReadAllKey', $$
  select c.deploymentid, m.address, m.port, m.generation, m.siloname, m.hostname, m.status, m.proxyport, m.suspecttimes, m.starttime, m.iamalivetime, c.version
  from clusters c
  left join members m on m.deploymentid = c.deploymentid
  where c.deploymentid = @DeploymentId
$$),
('GatewaysQueryKey', $$
  select address, proxyport, generation from members where deploymentid = @DeploymentId and status = @Status and proxyport > 0
$$),
('DeleteMembershipTableEntriesKey', $$
  with gone as (delete from members where deploymentid = @DeploymentId)
  delete from clusters where deploymentid = @DeploymentId
$$),
('CleanupDefunctSiloEntriesKey', $$
  delete from members where deploymentid = @DeploymentId and status <> 3 and iamalivetime < @IAmAliveTime
$$),
('WriteToStorageKey', $$
  with changed as (
    update grain_states set payloadbinary = @PayloadBinary, version = version + 1
    where serviceid = @ServiceId and graintypestring = @GrainTypeString and grainidn0 = @GrainIdN0 and grainidn1 = @GrainIdN1
    and grainidextensionstring = coalesce(@GrainIdExtensionString::text, '') and version = @GrainStateVersion::integer
    returning version),
  added as (
    insert into grain_states (serviceid, graintypestring, grainidn0, grainidn1, grainidextensionstring, payloadbinary, version)
    select @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, coalesce(@GrainIdExtensionString::text, ''), @PayloadBinary, 1
    where @GrainStateVersion::integer is null
    on conflict do nothing
    returning version)
  select coalesce((select version from changed), (select version from added), @GrainStateVersion::integer) as newgrainstateversion
$$),
('ReadFromStorageKey', $$
  select payloadbinary, version from grain_states
  where serviceid = @ServiceId and graintypestring = @GrainTypeString and grainidn0 = @GrainIdN0 and grainidn1 = @GrainIdN1
    and grainidextensionstring = coalesce(@GrainIdExtensionString::text, '')
$$),
('ClearStorageKey', $$
  update grain_states set payloadbinary = null, version = version + 1
  where serviceid = @ServiceId and graintypestring = @GrainTypeString and grainidn0 = @GrainIdN0 and grainidn1 = @GrainIdN1
    and grainidextensionstring = coalesce(@GrainIdExtensionString::text, '') and version = @GrainStateVersion::integer
  returning version as newgrainstateversion
$$),
('DeleteStorageKey', $$
  delete from grain_states
  where serviceid = @ServiceId and graintypestring = @GrainTypeString and grainidn0 = @GrainIdN0 and grainidn1 = @GrainIdN1
    and grainidextensionstring = coalesce(@GrainIdExtensionString::text, '') and version = @GrainStateVersion::integer
  returning version + 1 as newgrainstateversion
$$);
