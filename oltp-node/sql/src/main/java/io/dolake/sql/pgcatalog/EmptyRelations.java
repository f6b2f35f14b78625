package io.dolake.sql.pgcatalog;

import java.util.List;

/**
 * System catalogs of things that do not exist here (policies, triggers, publications, ...), which
 * tools read nevertheless.
 */
final class EmptyRelations {
  private static final String[][] RELATIONS = {
    {
      "pg_amop",
      "oid:i amopfamily:i amoplefttype:i amoprighttype:i amopstrategy:i amoppurpose:t amopopr:i "
          + "amopmethod:i amopsortfamily:i"
    },
    {"pg_amproc", "oid:i amprocfamily:i amproclefttype:i amprocrighttype:i amprocnum:i amproc:t"},
    {"pg_auth_members", "roleid:i member:i grantor:i admin_option:b"},
    {"pg_cast", "oid:i castsource:i casttarget:i castfunc:i castcontext:t castmethod:t"},
    {"pg_conversion", "oid:i conname:t connamespace:i conowner:i"},
    {"pg_db_role_setting", "setdatabase:i setrole:i setconfig:t"},
    {"pg_default_acl", "oid:i defaclrole:i defaclnamespace:i defaclobjtype:t defaclacl:t"},
    {"pg_enum", "oid:i enumtypid:i enumsortorder:r enumlabel:t"},
    {"pg_event_trigger", "oid:i evtname:t evtevent:t evtowner:i evtfoid:i evtenabled:t evttags:t"},
    {
      "pg_foreign_data_wrapper",
      "oid:i fdwname:t fdwowner:i fdwhandler:i fdwvalidator:i fdwacl:t fdwoptions:t"
    },
    {
      "pg_foreign_server",
      "oid:i srvname:t srvowner:i srvfdw:i srvtype:t srvversion:t srvacl:t srvoptions:t"
    },
    {"pg_foreign_table", "ftrelid:i ftserver:i ftoptions:t"},
    {"pg_inherits", "inhrelid:i inhparent:i inhseqno:i inhdetachpending:b"},
    {"pg_init_privs", "objoid:i classoid:i objsubid:i privtype:t initprivs:t"},
    {"pg_largeobject_metadata", "oid:i lomowner:i lomacl:t"},
    {
      "pg_matviews",
      "schemaname:n matviewname:t matviewowner:t tablespace:n hasindexes:b ispopulated:b "
          + "definition:t"
    },
    {
      "pg_opclass",
      "oid:i opcmethod:i opcname:t opcnamespace:i opcowner:i opcfamily:i opcintype:i "
          + "opcdefault:b opckeytype:i"
    },
    {
      "pg_operator",
      "oid:i oprname:t oprnamespace:i oprowner:i oprkind:t oprcanmerge:b oprcanhash:b oprleft:i "
          + "oprright:i oprresult:i oprcom:i oprnegate:i oprcode:t oprrest:t oprjoin:t"
    },
    {"pg_opfamily", "oid:i opfmethod:i opfname:t opfnamespace:i opfowner:i"},
    {
      "pg_partitioned_table",
      "partrelid:i partstrat:t partnatts:i partdefid:i partattrs:t partclass:t partcollation:t "
          + "partexprs:t"
    },
    {
      "pg_policies",
      "schemaname:n tablename:n policyname:t permissive:t roles:t cmd:t qual:t with_check:t"
    },
    {
      "pg_policy",
      "oid:i polname:t polrelid:i polcmd:t polpermissive:b polroles:t polqual:t polwithcheck:t"
    },
    {"pg_prepared_xacts", "transaction:i gid:t prepared:t owner:t database:t"},
    {
      "pg_publication",
      "oid:i pubname:t pubowner:i puballtables:b pubinsert:b pubupdate:b pubdelete:b "
          + "pubtruncate:b pubviaroot:b"
    },
    {"pg_publication_namespace", "oid:i pnpubid:i pnnspid:i"},
    {"pg_publication_rel", "oid:i prpubid:i prrelid:i prqual:t prattrs:t"},
    {"pg_publication_tables", "pubname:t schemaname:n tablename:n attnames:t rowfilter:t"},
    {
      "pg_range",
      "rngtypid:i rngsubtype:i rngmultitypid:i rngcollation:i rngsubopc:i rngcanonical:t "
          + "rngsubdiff:t"
    },
    {
      "pg_rewrite",
      "oid:i rulename:t ev_class:i ev_type:t ev_enabled:t is_instead:b ev_qual:t ev_action:t"
    },
    {"pg_rules", "schemaname:n tablename:n rulename:t definition:t"},
    {
      "pg_seclabels",
      "objoid:i classoid:i objsubid:i objtype:t objnamespace:i objname:t provider:t label:t"
    },
    {"pg_seclabel", "objoid:i classoid:i objsubid:i provider:t label:t"},
    {"pg_shseclabel", "objoid:i classoid:i provider:t label:t"},
    {"pg_shdepend", "dbid:i classid:i objid:i objsubid:i refclassid:i refobjid:i deptype:t"},
    {"pg_shdescription", "objoid:i classoid:i description:t"},
    {
      "pg_stat_database",
      "datid:i datname:n numbackends:i xact_commit:i xact_rollback:i blks_read:i blks_hit:i"
    },
    {"pg_stat_replication", "pid:i usename:n application_name:t client_addr:t state:t"},
    {"pg_stat_ssl", "pid:i ssl:b version:t cipher:t bits:i"},
    {
      "pg_stat_user_indexes",
      "relid:i indexrelid:i schemaname:n relname:t indexrelname:t idx_scan:i idx_tup_read:i "
          + "idx_tup_fetch:i"
    },
    {
      "pg_stat_user_tables",
      "relid:i schemaname:n relname:t seq_scan:i seq_tup_read:i idx_scan:i idx_tup_fetch:i "
          + "n_tup_ins:i n_tup_upd:i n_tup_del:i n_live_tup:i n_dead_tup:i last_vacuum:t "
          + "last_autovacuum:t last_analyze:t last_autoanalyze:t"
    },
    {"pg_statio_all_tables", "relid:i schemaname:n relname:t heap_blks_read:i heap_blks_hit:i"},
    {"pg_statio_user_tables", "relid:i schemaname:n relname:t heap_blks_read:i heap_blks_hit:i"},
    {
      "pg_statistic_ext",
      "oid:i stxrelid:i stxname:t stxnamespace:i stxowner:i stxstattarget:i stxkeys:t stxkind:t "
          + "stxexprs:t"
    },
    {"pg_stats", "schemaname:n tablename:n attname:t inherited:b null_frac:r avg_width:i"},
    {
      "pg_subscription",
      "oid:i subdbid:i subskiplsn:t subname:t subowner:i subenabled:b subbinary:b substream:b "
          + "subtwophasestate:t subdisableonerr:b subconninfo:t subslotname:t subsynccommit:t "
          + "subpublications:t"
    },
    {"pg_timezone_names", "name:t abbrev:t utc_offset:t is_dst:b"},
    {"pg_transform", "oid:i trftype:i trflang:i trffromsql:i trftosql:i"},
    {
      "pg_trigger",
      "oid:i tgrelid:i tgparentid:i tgname:t tgfoid:i tgtype:i tgenabled:t tgisinternal:b "
          + "tgconstrrelid:i tgconstrindid:i tgconstraint:i tgdeferrable:b tginitdeferred:b "
          + "tgnargs:i tgattr:t tgargs:t tgqual:t tgoldtable:t tgnewtable:t"
    },
    {"pg_ts_config", "oid:i cfgname:t cfgnamespace:i cfgowner:i cfgparser:i"},
    {"pg_ts_dict", "oid:i dictname:t dictnamespace:i dictowner:i dicttemplate:i dictinitoption:t"},
    {
      "pg_ts_parser",
      "oid:i prsname:t prsnamespace:i prsstart:i prstoken:i prsend:i prsheadline:i prslextype:i"
    },
    {"pg_ts_template", "oid:i tmplname:t tmplnamespace:i tmplinit:i tmpllexize:i"},
    {"pg_user_mapping", "oid:i umuser:i umserver:i umoptions:t"},
  };

  private EmptyRelations() {}

  static void define(PgCatalog catalog) {
    for (String[] relation : RELATIONS) {
      catalog.add(relation[0], relation[1], (objects, context) -> List.of());
    }
  }
}
