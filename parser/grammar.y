/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The grammar. A statement needs no ; behind it, so after an expression any
 * token that could go on with it does: LOW is the precedence of ending the statement, and every token that starts or
 * continues an expression ranks above it.
 *
 * Actions only call build.c and declare.c. All memory is the arena's, so
 * values dropped in error recovery need no destructor.
 */
%define api.pure full
%define api.token.prefix {T_}
%define api.location.type {struct loc}
%define parse.error custom
%define parse.lac full
%locations
%param { struct parser *p }
%expect 0

%code requires {
#include "parser/parser.h"
}

%union {
	int64_t number;
	const char *name;
	struct text *text;
	struct embed *embed;
	struct operand e;
	struct body s;
	struct operand_list *list;
	struct foreach_part *each;
	point_vec *points;
	struct func *func;
	struct expr *literal;
	int sign;
	bool flag;
	struct string_sizes sizes;
}

%{
#include "parser/lexer.h"

#define YYMAXDEPTH 200000
#define YYLLOC_DEFAULT(to, rhs, n) do {							\
	if (n)										\
		(to) = loc_join(YYRHSLOC(rhs, 1), YYRHSLOC(rhs, n));			\
	else										\
		(to) = loc_behind(YYRHSLOC(rhs, 0));					\
} while (0)

static struct loc loc_behind(struct loc loc)
{
	loc.beg = loc.end;
	return loc;
}

static int yylex(YYSTYPE *value, YYLTYPE *loc, struct parser *p);
static void yyerror(YYLTYPE *loc, struct parser *p, const char *what);

static struct operand_list *list_new(struct parser *p)
{
	return arena_new_of(p->arena, struct operand_list);
}

static struct operand literal(struct parser *p, struct loc loc, int64_t n)
{
	return operand_of(expr_number(p->arena, loc, n), 1);
}

static struct body stmt_with(struct parser *p, enum stmt_kind kind, struct loc loc, struct operand e)
{
	struct stmt *s = stmt_of(p, kind, loc);

	s->expr = e.e;		/* the same place as ret and del */
	return body_of(p, s, e.depth);
}

static uint32_t deeper(uint32_t a, uint32_t b)
{
	return a > b ? a : b;
}
%}

%token <name> PROBE GLOBAL PRIVATE FUNCTION IF ELSE FOR FOREACH IN LIMIT RETURN DELETE WHILE BREAK CONTINUE
%token <name> NEXT STRING_TYPE LONG_TYPE TRY CATCH
%token THREAD		/* the word, where it declares */
%token <name> IDENT TARGET PRETTY COMPONENT PRINT
%token <number> NUMBER
%token <text> STRING
%token <embed> EMBED
%token <name> STATOP VARIANCE PERCENTILE HIST_LOG HIST_LINEAR HIST_LLOG CAST VAR DEFINED ENTRY PERF CONST ENUM ENUMNAME DEREF REGISTER
%token <name> PROBEWRITE
%token LBRACE RBRACE
%token BROKEN		/* used by no rule: a string without end */
%token ACCUM USHR SHL SHR SHL_EQ SHR_EQ USHR_EQ MATCH NMATCH EQ NE LE GE LAND LOR INC DEC ARROW
%token ADD_EQ SUB_EQ MUL_EQ DIV_EQ MOD_EQ AND_EQ OR_EQ XOR_EQ CONCAT_EQ

%precedence LOW
%precedence ';' ELSE
%precedence IDENT TARGET NUMBER STRING EMBED PRINT STATOP VARIANCE PERCENTILE HIST_LOG HIST_LINEAR HIST_LLOG CAST VAR DEFINED ENTRY PERF
%precedence CONST ENUM ENUMNAME DEREF REGISTER PROBEWRITE '!' '~'
%right '=' ACCUM ADD_EQ SUB_EQ MUL_EQ DIV_EQ MOD_EQ AND_EQ OR_EQ XOR_EQ CONCAT_EQ SHL_EQ SHR_EQ USHR_EQ
%right '?' ':'
%left LOR
%left LAND
%left '|'
%left '^'
%left '&'
%precedence IN
%left EQ NE '<' '>' LE GE MATCH NMATCH
%left SHL SHR USHR
%left '.'
%left '+' '-'
%left '*' '/' '%'
%precedence UNARY
%precedence INC DEC
%precedence '(' '['

%type <e> expr primary postfix call operator hist array opt_expr key
%type <list> args args1 keys
%type <s> stmt stmts block simple
%type <each> each_keys each_key_list each_head each_array
%type <sign> sort need_sort opt_flag
%type <number> integer
%type <points> points point components component alts
%type <literal> opt_literal scalar
%type <func> function_head
%type <number> opt_type type
%type <name> stat_word
%type <flag> opt_wrap opt_private
%type <sizes> opt_sizes
%type <e> opt_condition opt_limit

%%

file:
	  %empty
	| file item
	;

item:
	  probe
	| function
	| globals
	| EMBED				{ declare_embed(p, $1); }
	| ';'
	| error				{
						/* tokens.c decides what is dropped; the next fault is reported */
						if (p->skip_top && p->tok.kind) {
							yyclearin;
							yyerrok;
						}
					}
	;

/* ---- probes -------------------------------------------------------------------------------- */

probe_word: PROBE			{ yyerrok; p->in_function = false; }
	;

probe:
	  probe_word points block			{ declare_probe(p, @1, $2, $3.s); }
	| probe_word points '=' points block		{ declare_alias(p, @2, $2, $4, $5.s, NULL); }
	| probe_word points '=' points block ',' block	{ declare_alias(p, @2, $2, $4, $5.s, $7.s); }
	| probe_word points ADD_EQ points block		{ declare_alias(p, @2, $2, $4, NULL, $5.s); }
	| probe_word points ADD_EQ points block ',' block
					{
						diag_error(p->diag, @3, "'+=' takes one block; a prologue and an epilogue "
							   "go with '='");
					}
	;

points:
	  point
	| points ',' point		{ $$ = points_join(p, $1, $3); }
	;

point:	  components opt_flag opt_condition
					{
						$$ = $1;
						points_flag(p, $$, $2, @2);
						points_condition(p, $$, $3.e, @3);
					}
	;

opt_flag:
	  %empty			{ $$ = 0; }
	| '?'				{ $$ = '?'; }
	| '!'				{ $$ = '!'; }
	;

opt_condition:
	  %empty			{ $$ = operand_of(NULL, 0); }
	| IF '(' expr ')'		{ $$ = $3; }
	;

components:
	  component
	| components '.' component	{ $$ = points_product(p, $1, $3, @3); }
	;

component:
	  COMPONENT opt_literal		{ $$ = points_one(p, $1, $2, @1); }
	| LBRACE alts RBRACE		{ $$ = $2; }
	;

alts:
	  point
	| alts ',' point		{ $$ = points_join(p, $1, $3); }
	;

opt_literal:
	  %empty			{ $$ = NULL; }
	| '(' scalar ')'		{ $$ = $2; }
	;

scalar:
	  integer			{ $$ = expr_number(p->arena, @1, $1); }
	| STRING			{ $$ = expr_string(p->arena, @1, $1->s, $1->len); }
	;

integer:
	  NUMBER
	| '-' NUMBER			{ $$ = (int64_t)(0 - (uint64_t)$2); }
	;

/* ---- globals ------------------------------------------------------------------------------- */

global_word: GLOBAL			{ yyerrok; p->in_function = false; }
	;
thread_word: THREAD			{ yyerrok; p->in_function = false; }
	;
private_word: PRIVATE			{ yyerrok; p->in_function = false; }
	;

globals:
	  global_word global_list
	| thread_word thread_list
	| private_word private_list
	| private_word GLOBAL private_list
	;

thread_list:
	  thread
	| thread_list ',' thread
	;

thread:
	  IDENT				{ declare_thread(p, @1, $1, false, 0, @1); }
	| IDENT '[' integer ']'		{ declare_thread(p, @1, $1, true, $3, @3); }
	| IDENT '=' scalar		{
						diag_error(p->diag, @2, "each thread begins with 0 or \"\" in '%s': it takes no "
							   "value here", $1);
					}
	;

global_list:
	  global
	| global_list ',' global
	;

private_list:
	  private
	| private_list ',' private
	;

global:
	  IDENT opt_wrap opt_sizes	{ declare_global(p, @1, $1, false, false, 0, @1, $2, $3, NULL); }
	| IDENT opt_wrap opt_sizes '=' scalar
					{ declare_global(p, @1, $1, false, false, 0, @1, $2, $3, $5); }
	| IDENT '[' integer ']' opt_wrap opt_sizes
					{ declare_global(p, @1, $1, false, true, $3, @3, $5, $6, NULL); }
	| IDENT '%' '[' integer ']' opt_sizes
					{ declare_global(p, @1, $1, false, true, $4, @4, true, $6, NULL); }
	| IDENT '[' integer ']' opt_wrap opt_sizes '=' scalar
					{
						diag_error(p->diag, @7, "an array cannot be given a value here: "
							   "fill '%s' in a 'probe begin'", $1);
					}
	;

private:
	  IDENT opt_wrap opt_sizes	{ declare_global(p, @1, $1, true, false, 0, @1, $2, $3, NULL); }
	| IDENT opt_wrap opt_sizes '=' scalar
					{ declare_global(p, @1, $1, true, false, 0, @1, $2, $3, $5); }
	| IDENT '[' integer ']' opt_wrap opt_sizes
					{ declare_global(p, @1, $1, true, true, $3, @3, $5, $6, NULL); }
	| IDENT '%' '[' integer ']' opt_sizes
					{ declare_global(p, @1, $1, true, true, $4, @4, true, $6, NULL); }
	| IDENT '[' integer ']' opt_wrap opt_sizes '=' scalar
					{
						diag_error(p->diag, @7, "an array cannot be given a value here: "
							   "fill '%s' in a 'probe begin'", $1);
					}
	;

opt_wrap:
	  %empty			{ $$ = false; }
	| '%'				{ $$ = true; }
	;

/* Bytes of its strings: of the value, then of the keys. */
opt_sizes:
	  %empty			{ $$ = (struct string_sizes){ 0 }; }
	| ':' integer			{ $$ = (struct string_sizes){ .n = 1, .value = $2, .loc = @2 }; }
	| ':' integer ':' integer	{ $$ = (struct string_sizes){ .n = 2, .value = $2, .key = $4, .loc = @2, .key_loc = @4 }; }
	;

/* ---- functions ----------------------------------------------------------------------------- */

opt_private:
	  FUNCTION			{ yyerrok; $$ = false; }
	| PRIVATE FUNCTION		{ yyerrok; $$ = true; }
	;

function:
	  function_head block		{ function_end(p, $1, $2.s, NULL); }
	| function_head EMBED		{ function_end(p, $1, NULL, $2); }
	;

function_head:
	  opt_private IDENT opt_type '('
					<func>{ $$ = function_begin(p, @2, $2, $1, (enum type)$3, @3); }
	  params ')' opt_priority
					{ $$ = $5; }
	;

params:
	  %empty
	| param_list
	;

param_list:
	  param
	| param_list ',' param
	;

param:	  IDENT opt_type		{ function_param(p, p->func, $1, @1, (enum type)$2, @2); }
	;

opt_type:
	  %empty			{ $$ = TYPE_UNKNOWN; }
	| ':' type			{ $$ = $2; }
	;

type:
	  LONG_TYPE			{ $$ = TYPE_LONG; }
	| STRING_TYPE			{ $$ = TYPE_STRING; }
	;

opt_priority:
	  %empty
	| ':' NUMBER			{ function_priority(p, p->func, $2, @2); }
	;

/* ---- statements ---------------------------------------------------------------------------- */

block:
	  '{' stmts '}'			{ $$ = $2; $$.s->loc = @1; }
	| '{' stmts error '}'		{ yyerrok; $$ = $2; $$.s->loc = @1; }
	;

stmts:
	  %empty			{ $$ = body_of(p, stmt_of(p, STMT_BLOCK, @$), 1); }
	| stmts stmt			{ $$ = $1; block_add(p, &$$, $2); }
	| stmts error ';'		{ yyerrok; $$ = $1; }
	;

stmt:
	  ';'				{ $$ = body_of(p, stmt_of(p, STMT_NULL, @1), 1); }
	| block
	| simple %prec LOW		{ $$ = $1; }
	| simple ';'			{ $$ = $1; $$.semicolon = true; }
	| IF '(' expr ')' stmt %prec LOW
					{
						struct stmt *s = stmt_of(p, STMT_IF, @1);

						s->if_.cond = $3.e;
						s->if_.then = $5.s;
						$$ = body_of(p, s, deeper($3.depth, $5.depth));
					}
	| IF '(' expr ')' stmt ELSE stmt
					{
						struct stmt *s = stmt_of(p, STMT_IF, @1);

						s->if_.cond = $3.e;
						s->if_.then = $5.s;
						s->if_.other = $7.s;
						$$ = body_of(p, s, deeper($3.depth, deeper($5.depth, $7.depth)));
					}
	| WHILE '(' expr ')' stmt
					{
						struct stmt *s = stmt_of(p, STMT_WHILE, @1);

						s->while_.cond = $3.e;
						s->while_.body = $5.s;
						$$ = body_of(p, s, deeper($3.depth, $5.depth));
					}
	| FOR '(' opt_expr ';' opt_expr ';' opt_expr ')' stmt
					{
						struct stmt *s = stmt_of(p, STMT_FOR, @1);

						s->for_.init = $3.e;
						s->for_.cond = $5.e;
						s->for_.step = $7.e;
						s->for_.body = $9.s;
						$$ = body_of(p, s, deeper(deeper($3.depth, $5.depth),
									  deeper($7.depth, $9.depth)));
					}
	| FOREACH '(' each_head ')' stmt
					{ $$ = build_foreach(p, @1, $3, $5); }
	| TRY block CATCH block		{
						struct stmt *s = stmt_of(p, STMT_TRY, @1);

						s->try_.body = $2.s;
						s->try_.handler = $4.s;
						$$ = body_of(p, s, deeper($2.depth, $4.depth));
					}
	| TRY block CATCH '(' IDENT ')' block
					{
						struct stmt *s = stmt_of(p, STMT_TRY, @1);

						s->try_.body = $2.s;
						s->try_.handler = $7.s;
						s->try_.var = expr_symbol(p->arena, @5, $5);
						$$ = body_of(p, s, deeper($2.depth, $7.depth));
					}
	;

simple:
	  expr %prec LOW		{ $$ = stmt_with(p, STMT_EXPR, $1.e->loc, $1); }
	| RETURN %prec LOW		{ $$ = stmt_with(p, STMT_RETURN, @1, operand_of(NULL, 0)); }
	| RETURN expr %prec LOW		{ $$ = stmt_with(p, STMT_RETURN, @1, $2); }
	| NEXT				{ $$ = body_of(p, stmt_of(p, STMT_NEXT, @1), 1); }
	| BREAK				{ $$ = body_of(p, stmt_of(p, STMT_BREAK, @1), 1); }
	| CONTINUE			{ $$ = body_of(p, stmt_of(p, STMT_CONTINUE, @1), 1); }
	| DELETE expr %prec LOW		{ $$ = build_delete(p, @1, $2); }
	;

opt_expr:
	  %empty			{ $$ = operand_of(NULL, 0); }
	| expr
	;

/* ---- foreach ------------------------------------------------------------------------------- */

each_head:
	  each_keys IN each_array opt_limit
					{
						$$ = $1;
						$$->base = $3->base;
						$$->slice = $3->slice;
						$$->limit = $4.e;
						$$->depth = deeper($3->depth, $4.depth);
						if ($3->sorts) {
							foreach_sort(p, $$, $3->sort.direction, -1, $3->sort_loc);
							$$->sort.stat = $3->sort.stat;
						}
					}
	;

each_keys:
	  IDENT sort			{
						$$ = arena_new_of(p->arena, struct foreach_part);
						foreach_key(p, $$, $1, @1, $2, @2);
					}
	| '[' each_key_list ']'		{ $$ = $2; }
	| IDENT sort '=' IDENT sort	{
						$$ = arena_new_of(p->arena, struct foreach_part);
						foreach_key(p, $$, $4, @4, $5, @5);
						foreach_value(p, $$, $1, @1, $2, @2);
					}
	| IDENT sort '=' '[' each_key_list ']'
					{ $$ = $5; foreach_value(p, $$, $1, @1, $2, @2); }
	;

each_key_list:
	  IDENT sort			{
						$$ = arena_new_of(p->arena, struct foreach_part);
						foreach_key(p, $$, $1, @1, $2, @2);
					}
	| each_key_list ',' IDENT sort	{ $$ = $1; foreach_key(p, $$, $3, @3, $4, @4); }
	;

each_array:
	  IDENT sort			{
						$$ = foreach_array(p, expr_symbol(p->arena, @1, $1), NULL);
						if ($2)
							foreach_sort(p, $$, $2, -1, @2);
					}
	| IDENT '[' keys ']' sort	{
						$$ = foreach_array(p, expr_symbol(p->arena, @1, $1), $3);
						if ($5)
							foreach_sort(p, $$, $5, -1, @5);
					}
	| IDENT stat_word need_sort	{
						$$ = foreach_array(p, expr_symbol(p->arena, @1, $1), NULL);
						foreach_sort(p, $$, $3, -1, @3);
						$$->sort.stat = stat_op_of($2);
					}
	| IDENT '[' keys ']' stat_word need_sort
					{
						$$ = foreach_array(p, expr_symbol(p->arena, @1, $1), $3);
						foreach_sort(p, $$, $6, -1, @6);
						$$->sort.stat = stat_op_of($5);
					}
	| hist sort			{
						$$ = foreach_array(p, $1.e, NULL);
						$$->depth = $1.depth;
						if ($2)
							foreach_sort(p, $$, $2, -1, @2);
					}
	;

stat_word:
	  STATOP
	| VARIANCE
	;

sort:
	  %empty			{ $$ = 0; }
	| need_sort
	;

need_sort:
	  '+'				{ $$ = 1; }
	| '-'				{ $$ = -1; }
	;

opt_limit:
	  %empty			{ $$ = operand_of(NULL, 0); }
	| LIMIT expr			{ $$ = $2; }
	;

/* ---- expressions --------------------------------------------------------------------------- */

expr:
	  primary %prec LOW
	| expr '=' expr			{ $$ = build_assign(p, @2, OP_ASSIGN, $1, $3); }
	| expr ACCUM expr		{ $$ = build_assign(p, @2, OP_ACCUM, $1, $3); }
	| expr ADD_EQ expr		{ $$ = build_assign(p, @2, OP_ADD, $1, $3); }
	| expr SUB_EQ expr		{ $$ = build_assign(p, @2, OP_SUB, $1, $3); }
	| expr MUL_EQ expr		{ $$ = build_assign(p, @2, OP_MUL, $1, $3); }
	| expr DIV_EQ expr		{ $$ = build_assign(p, @2, OP_DIV, $1, $3); }
	| expr MOD_EQ expr		{ $$ = build_assign(p, @2, OP_MOD, $1, $3); }
	| expr AND_EQ expr		{ $$ = build_assign(p, @2, OP_AND, $1, $3); }
	| expr OR_EQ expr		{ $$ = build_assign(p, @2, OP_OR, $1, $3); }
	| expr XOR_EQ expr		{ $$ = build_assign(p, @2, OP_XOR, $1, $3); }
	| expr CONCAT_EQ expr		{ $$ = build_assign(p, @2, OP_CONCAT, $1, $3); }
	| expr SHL_EQ expr		{ $$ = build_assign(p, @2, OP_SHL, $1, $3); }
	| expr SHR_EQ expr		{ $$ = build_assign(p, @2, OP_SHR, $1, $3); }
	| expr USHR_EQ expr		{ $$ = build_assign(p, @2, OP_USHR, $1, $3); }
	| expr '?' expr ':' expr	{ $$ = build_ternary(p, @2, $1, $3, $5); }
	| expr LOR expr			{ $$ = build_binary(p, @2, EXPR_LOGICAL, OP_LOR, $1, $3); }
	| expr LAND expr		{ $$ = build_binary(p, @2, EXPR_LOGICAL, OP_LAND, $1, $3); }
	| expr '|' expr			{ $$ = build_binary(p, @2, EXPR_BINARY, OP_OR, $1, $3); }
	| expr '^' expr			{ $$ = build_binary(p, @2, EXPR_BINARY, OP_XOR, $1, $3); }
	| expr '&' expr			{ $$ = build_binary(p, @2, EXPR_BINARY, OP_AND, $1, $3); }
	| expr IN array			{
						struct operand_list keys = { .depth = $1.depth };

						vec_push(p->arena, &keys.v, $1.e);
						$$ = build_in(p, @2, keys, $3);
					}
	| expr EQ expr			{ $$ = build_binary(p, @2, EXPR_BINARY, OP_EQ, $1, $3); }
	| expr NE expr			{ $$ = build_binary(p, @2, EXPR_BINARY, OP_NE, $1, $3); }
	| expr '<' expr			{ $$ = build_binary(p, @2, EXPR_BINARY, OP_LT, $1, $3); }
	| expr '>' expr			{ $$ = build_binary(p, @2, EXPR_BINARY, OP_GT, $1, $3); }
	| expr LE expr			{ $$ = build_binary(p, @2, EXPR_BINARY, OP_LE, $1, $3); }
	| expr GE expr			{ $$ = build_binary(p, @2, EXPR_BINARY, OP_GE, $1, $3); }
	| expr MATCH STRING		{ $$ = build_regex(p, @2, $1, $3, @3, false); }
	| expr NMATCH STRING		{ $$ = build_regex(p, @2, $1, $3, @3, true); }
	| expr SHL expr			{ $$ = build_binary(p, @2, EXPR_BINARY, OP_SHL, $1, $3); }
	| expr SHR expr			{ $$ = build_binary(p, @2, EXPR_BINARY, OP_SHR, $1, $3); }
	| expr USHR expr		{ $$ = build_binary(p, @2, EXPR_BINARY, OP_USHR, $1, $3); }
	| expr '.' expr			{ $$ = build_binary(p, @2, EXPR_BINARY, OP_CONCAT, $1, $3); }
	| expr '+' expr			{ $$ = build_binary(p, @2, EXPR_BINARY, OP_ADD, $1, $3); }
	| expr '-' expr			{ $$ = build_binary(p, @2, EXPR_BINARY, OP_SUB, $1, $3); }
	| expr '*' expr			{ $$ = build_binary(p, @2, EXPR_BINARY, OP_MUL, $1, $3); }
	| expr '/' expr			{ $$ = build_binary(p, @2, EXPR_BINARY, OP_DIV, $1, $3); }
	| expr '%' expr			{ $$ = build_binary(p, @2, EXPR_BINARY, OP_MOD, $1, $3); }
	| '+' expr %prec UNARY		{ $$ = build_unary(p, @1, OP_PLUS, $2); }
	| '-' expr %prec UNARY		{ $$ = build_unary(p, @1, OP_NEG, $2); }
	| '!' expr %prec UNARY		{ $$ = build_unary(p, @1, OP_NOT, $2); }
	| '~' expr %prec UNARY		{ $$ = build_unary(p, @1, OP_COMPL, $2); }
	| '&' expr %prec UNARY		{ $$ = build_address(p, @1, $2); }
	| '[' keys ']' IN array		{ $$ = build_in(p, @4, *$2, $5); }
	| primary INC			{ $$ = build_incdec(p, @2, OP_INC, false, $1); }
	| primary DEC			{ $$ = build_incdec(p, @2, OP_DEC, false, $1); }
	| INC primary %prec LOW		{ $$ = build_incdec(p, @1, OP_INC, true, $2); }
	| DEC primary %prec LOW		{ $$ = build_incdec(p, @1, OP_DEC, true, $2); }
	;

primary:
	  postfix %prec LOW
	;

postfix:
	  NUMBER			{ $$ = literal(p, @1, $1); }
	| STRING			{ $$ = build_string(p, @1, $1); }
	| EMBED				{ $$ = build_embed(p, @1, $1); }
	| IDENT %prec LOW		{ $$ = operand_of(expr_symbol(p->arena, @1, $1), 1); }
	| TARGET			{ $$ = build_target(p, @1, $1); }
	| '(' expr ')'			{
						$$ = $2;
						$$.parens = true;
						if ($$.e->kind == EXPR_TERNARY)
							$$.e->ternary.in_parens = true;
					}
	| call
	| operator
	| hist %prec LOW		{ $$ = hist_bare(p, $1); }
	| postfix ARROW IDENT		{ $$ = build_field(p, @3, $1, $3); }
	| postfix '[' keys ']'		{ $$ = build_index(p, @2, $1, *$3); }
	| postfix PRETTY		{ $$ = build_pretty(p, @2, $1, $2); }
	;

call:
	  IDENT '(' args ')'		{ $$ = build_call(p, @1, $1, *$3); }
	| PRINT '(' args ')'		{ $$ = build_print(p, @1, $1, @4, *$3); }
	;

operator:
	  STATOP '(' expr ')'		{ $$ = build_statop(p, @1, $1, $3, 0); }
	| VARIANCE '(' expr ')'		{ $$ = build_statop(p, @1, $1, $3, 0); }
	| VARIANCE '(' expr ',' integer ')'
					{ $$ = build_statop(p, @1, $1, $3, $5); }
	| PERCENTILE '(' expr ',' expr ')'
					{ $$ = build_percentile(p, @1, $3, $5, operand_of(NULL, 0)); }
	| PERCENTILE '(' expr ',' expr ',' expr ')'
					{ $$ = build_percentile(p, @1, $3, $5, $7); }
	| CAST '(' args1 ')'		{ $$ = build_at(p, @1, T_CAST, $1, *$3); }
	| VAR '(' args1 ')'		{ $$ = build_at(p, @1, T_VAR, $1, *$3); }
	| DEFINED '(' args1 ')'		{ $$ = build_at(p, @1, T_DEFINED, $1, *$3); }
	| ENTRY '(' args1 ')'		{ $$ = build_at(p, @1, T_ENTRY, $1, *$3); }
	| PERF '(' args1 ')'		{ $$ = build_at(p, @1, T_PERF, $1, *$3); }
	| CONST '(' args1 ')'		{ $$ = build_at(p, @1, T_CONST, $1, *$3); }
	| ENUM '(' args1 ')'		{ $$ = build_at(p, @1, T_ENUM, $1, *$3); }
	| ENUMNAME '(' args1 ')'	{ $$ = build_at(p, @1, T_ENUMNAME, $1, *$3); }
	| DEREF '(' args1 ')'		{ $$ = build_at(p, @1, T_DEREF, $1, *$3); }
	| REGISTER '(' args1 ')'	{ $$ = build_at(p, @1, T_REGISTER, $1, *$3); }
	| PROBEWRITE '(' args1 ')'	{ $$ = build_at(p, @1, T_PROBEWRITE, $1, *$3); }
	;

hist:
	  HIST_LOG '(' expr ')'		{ $$ = build_hist(p, @1, HIST_LOG, $3, 0, 0, 0); }
	| HIST_LINEAR '(' expr ',' integer ',' integer ',' integer ')'
					{ $$ = build_hist(p, @1, HIST_LINEAR, $3, $5, $7, $9); }
	| HIST_LLOG '(' expr ')'	{ $$ = build_hist(p, @1, HIST_LLOG, $3, 0, 0, 0); }
	| HIST_LLOG '(' expr ',' integer ')'
					{ $$ = build_hist_llog(p, @1, $3, $5); }
	;

array:
	  IDENT				{ $$ = operand_of(expr_symbol(p->arena, @1, $1), 1); }
	| hist
	;

args:
	  %empty			{ $$ = list_new(p); }
	| args1
	;

args1:
	  expr				{ $$ = list_new(p); list_add(p, $$, $1, @1); }
	| args1 ',' expr		{ $$ = $1; list_add(p, $$, $3, @3); }
	;

keys:
	  key				{ $$ = list_new(p); list_add(p, $$, $1, @1); }
	| keys ',' key			{ $$ = $1; list_add(p, $$, $3, @3); }
	;

key:
	  expr
	| '*'				{ $$ = operand_of(NULL, 0); }
	;

%%

static int yylex(YYSTYPE *value, YYLTYPE *loc, struct parser *p)
{
	struct token t;

	token_next(p, &t);
	*loc = t.loc;
	switch (t.kind) {
	case T_NUMBER:	value->number = t.number; break;
	case T_STRING:	value->text = t.text; break;
	case T_EMBED:	value->embed = t.embed; break;
	default:	value->name = t.name; break;
	}
	return t.kind;
}

/* Called only when the parser's stack is full; syntax errors go to yyreport_syntax_error. */
static void yyerror(YYLTYPE *loc, struct parser *p, const char *what)
{
	(void)what;
	give_up(p, *loc);
}

/* Converts bison's symbol numbers to token kinds. */
static int kind_of(yysymbol_kind_t symbol)
{
	for (int kind = 0; kind <= YYMAXUTOK; kind++)
		if (YYTRANSLATE(kind) == symbol)
			return kind;
	return -1;
}

static int yyreport_syntax_error(const yypcontext_t *ctx, struct parser *p)
{
	enum { MANY = 200 };
	yysymbol_kind_t want[MANY];
	int n = yypcontext_expected_tokens(ctx, want, MANY);
	int kinds[MANY];

	for (int i = 0; i < n; i++)
		kinds[i] = kind_of(want[i]);
	syntax_error(p, *yypcontext_location(ctx), kinds, n < 0 ? 0 : n);
	return 0;
}
