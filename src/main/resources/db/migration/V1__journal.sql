-- One row a run, numbered as they come. open_line holds the line's id while the run is not over: a line has at most
-- one open run.
create table run (
    number bigint generated always as identity primary key,
    id varchar(64) not null unique,
    line varchar(64) not null,
    open_line varchar(64) unique
);

-- The truth. Rows are added, never changed. hash chains each row to the one before it in the same run.
create table journal (
    position bigint generated always as identity primary key,
    run varchar(64) not null references run (id),
    seq bigint not null,
    written_at timestamp(6) with time zone not null,
    epoch bigint not null,
    kind varchar(32) not null,
    payload varchar(1000000) not null,
    hash varchar(64) not null,
    unique (run, seq)
);

-- Who may act on a line. The epoch rises with every new owner.
create table lease (
    line varchar(64) primary key,
    owner varchar(128) not null,
    epoch bigint not null,
    expires_at timestamp(6) with time zone not null
);
