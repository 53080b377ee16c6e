package dev.groma.state.store.pg;

import dev.groma.schemas.schema.Block;
import dev.groma.schemas.value.Value;
import dev.groma.state.store.ArgumentSchema;
import dev.groma.state.store.Arguments;
import dev.groma.state.store.Backend;
import dev.groma.state.store.BackendFactory;

/// The backend `pg`: a row for each workspace in a PostgreSQL database.
public final class PgBackendFactory implements BackendFactory {
  @Override
  public String type() {
    return "pg";
  }

  @Override
  public Block schema() {
    return new ArgumentSchema()
        .secret(
            "conn_str",
            "The database: postgres://user:password@host/name?sslmode=verify-full, or name=value"
                + " pairs; what it leaves out comes from the variables PG* (PG_CONN_STR).",
            "数据库：postgres://用户:密码@主机/库名?sslmode=verify-full，或 name=value 形式；"
                + "未写的部分取自 PG* 环境变量（PG_CONN_STR）。")
        .text(
            "schema_name",
            "The schema of the tables, terraform_remote_state unless set (PG_SCHEMA_NAME).",
            "表所在的 schema，默认 terraform_remote_state（PG_SCHEMA_NAME）。")
        .flag(
            "skip_schema_creation",
            "Does not make the schema (PG_SKIP_SCHEMA_CREATION).",
            "不创建 schema（PG_SKIP_SCHEMA_CREATION）。")
        .flag(
            "skip_table_creation",
            "Does not make the tables (PG_SKIP_TABLE_CREATION).",
            "不创建表（PG_SKIP_TABLE_CREATION）。")
        .flag(
            "skip_index_creation",
            "Does not make the index (PG_SKIP_INDEX_CREATION).",
            "不创建索引（PG_SKIP_INDEX_CREATION）。")
        .block();
  }

  @Override
  public Backend.Opened open(Value arguments, Surroundings surroundings) {
    Arguments given = new Arguments(arguments, surroundings.environment(), type());
    ConnectionString connection = ConnectionString.of(given, surroundings.directory());
    PgBackend.Layout layout =
        new PgBackend.Layout(
            given.text("schema_name", "PG_SCHEMA_NAME").orElse("terraform_remote_state"),
            !given.flag("skip_schema_creation", false, "PG_SKIP_SCHEMA_CREATION"),
            !given.flag("skip_table_creation", false, "PG_SKIP_TABLE_CREATION"),
            !given.flag("skip_index_creation", false, "PG_SKIP_INDEX_CREATION"));
    int versions = given.versions();
    return new Backend.Opened(
        given.problems().isEmpty()
            ? new PgBackend(connection, layout, versions, surroundings)
            : null,
        given.problems());
  }
}
