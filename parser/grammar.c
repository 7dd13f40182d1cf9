/* A Bison parser, made by GNU Bison 3.8.2.  */

/* Bison implementation for Yacc-like parsers in C

   Copyright (C) 1984, 1989-1990, 2000-2015, 2018-2021 Free Software Foundation,
   Inc.

   This program is free software: you can redistribute it and/or modify
   it under the terms of the GNU General Public License as published by
   the Free Software Foundation, either version 3 of the License, or
   (at your option) any later version.

   This program is distributed in the hope that it will be useful,
   but WITHOUT ANY WARRANTY; without even the implied warranty of
   MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
   GNU General Public License for more details.

   You should have received a copy of the GNU General Public License
   along with this program.  If not, see <https://www.gnu.org/licenses/>.  */

/* As a special exception, you may create a larger work that contains
   part or all of the Bison parser skeleton and distribute that work
   under terms of your choice, so long as that work isn't itself a
   parser generator using the skeleton or a modified version thereof
   as a parser skeleton.  Alternatively, if you modify or redistribute
   the parser skeleton itself, you may (at your option) remove this
   special exception, which will cause the skeleton and the resulting
   Bison output files to be licensed under the GNU General Public
   License without this special exception.

   This special exception was added by the Free Software Foundation in
   version 2.2 of Bison.  */

/* C LALR(1) parser skeleton written by Richard Stallman, by
   simplifying the original so-called "semantic" parser.  */

/* DO NOT RELY ON FEATURES THAT ARE NOT DOCUMENTED in the manual,
   especially those whose name start with YY_ or yy_.  They are
   private implementation details that can be changed or removed.  */

/* All symbols defined below should begin with yy or YY, to avoid
   infringing on user name space.  This should be done even for local
   variables, as they might otherwise be expanded by user macros.
   There are some unavoidable exceptions within include files to
   define necessary library symbols; they are noted "INFRINGES ON
   USER NAME SPACE" below.  */

/* Identify Bison output, and Bison version.  */
#define YYBISON 30802

/* Bison version string.  */
#define YYBISON_VERSION "3.8.2"

/* Skeleton name.  */
#define YYSKELETON_NAME "yacc.c"

/* Pure parsers.  */
#define YYPURE 2

/* Push parsers.  */
#define YYPUSH 0

/* Pull parsers.  */
#define YYPULL 1





# ifndef YY_CAST
#  ifdef __cplusplus
#   define YY_CAST(Type, Val) static_cast<Type> (Val)
#   define YY_REINTERPRET_CAST(Type, Val) reinterpret_cast<Type> (Val)
#  else
#   define YY_CAST(Type, Val) ((Type) (Val))
#   define YY_REINTERPRET_CAST(Type, Val) ((Type) (Val))
#  endif
# endif
# ifndef YY_NULLPTR
#  if defined __cplusplus
#   if 201103L <= __cplusplus
#    define YY_NULLPTR nullptr
#   else
#    define YY_NULLPTR 0
#   endif
#  else
#   define YY_NULLPTR ((void*)0)
#  endif
# endif

/* Use api.header.include to #include this header
   instead of duplicating it here.  */
#ifndef YY_YY_PARSER_GRAMMAR_H_INCLUDED
# define YY_YY_PARSER_GRAMMAR_H_INCLUDED
/* Debug traces.  */
#ifndef YYDEBUG
# define YYDEBUG 0
#endif
#if YYDEBUG
extern int yydebug;
#endif
/* "%code requires" blocks.  */
#line 19 "parser/grammar.y"

#include "parser/parser.h"

#line 108 "parser/grammar.c"

/* Token kinds.  */
#ifndef YYTOKENTYPE
# define YYTOKENTYPE
  enum yytokentype
  {
    T_YYEMPTY = -2,
    T_YYEOF = 0,                   /* "end of file"  */
    T_YYerror = 256,               /* error  */
    T_YYUNDEF = 257,               /* "invalid token"  */
    T_PROBE = 258,                 /* PROBE  */
    T_GLOBAL = 259,                /* GLOBAL  */
    T_PRIVATE = 260,               /* PRIVATE  */
    T_FUNCTION = 261,              /* FUNCTION  */
    T_IF = 262,                    /* IF  */
    T_ELSE = 263,                  /* ELSE  */
    T_FOR = 264,                   /* FOR  */
    T_FOREACH = 265,               /* FOREACH  */
    T_IN = 266,                    /* IN  */
    T_LIMIT = 267,                 /* LIMIT  */
    T_RETURN = 268,                /* RETURN  */
    T_DELETE = 269,                /* DELETE  */
    T_WHILE = 270,                 /* WHILE  */
    T_BREAK = 271,                 /* BREAK  */
    T_CONTINUE = 272,              /* CONTINUE  */
    T_NEXT = 273,                  /* NEXT  */
    T_STRING_TYPE = 274,           /* STRING_TYPE  */
    T_LONG_TYPE = 275,             /* LONG_TYPE  */
    T_TRY = 276,                   /* TRY  */
    T_CATCH = 277,                 /* CATCH  */
    T_IDENT = 278,                 /* IDENT  */
    T_TARGET = 279,                /* TARGET  */
    T_PRETTY = 280,                /* PRETTY  */
    T_COMPONENT = 281,             /* COMPONENT  */
    T_PRINT = 282,                 /* PRINT  */
    T_NUMBER = 283,                /* NUMBER  */
    T_STRING = 284,                /* STRING  */
    T_EMBED = 285,                 /* EMBED  */
    T_STATOP = 286,                /* STATOP  */
    T_VARIANCE = 287,              /* VARIANCE  */
    T_HIST_LOG = 288,              /* HIST_LOG  */
    T_HIST_LINEAR = 289,           /* HIST_LINEAR  */
    T_CAST = 290,                  /* CAST  */
    T_VAR = 291,                   /* VAR  */
    T_DEFINED = 292,               /* DEFINED  */
    T_ENTRY = 293,                 /* ENTRY  */
    T_PERF = 294,                  /* PERF  */
    T_CONST = 295,                 /* CONST  */
    T_ENUM = 296,                  /* ENUM  */
    T_ENUMNAME = 297,              /* ENUMNAME  */
    T_DEREF = 298,                 /* DEREF  */
    T_REGISTER = 299,              /* REGISTER  */
    T_PROBEWRITE = 300,            /* PROBEWRITE  */
    T_LBRACE = 301,                /* LBRACE  */
    T_RBRACE = 302,                /* RBRACE  */
    T_BROKEN = 303,                /* BROKEN  */
    T_ACCUM = 304,                 /* ACCUM  */
    T_USHR = 305,                  /* USHR  */
    T_SHL = 306,                   /* SHL  */
    T_SHR = 307,                   /* SHR  */
    T_SHL_EQ = 308,                /* SHL_EQ  */
    T_SHR_EQ = 309,                /* SHR_EQ  */
    T_USHR_EQ = 310,               /* USHR_EQ  */
    T_MATCH = 311,                 /* MATCH  */
    T_NMATCH = 312,                /* NMATCH  */
    T_EQ = 313,                    /* EQ  */
    T_NE = 314,                    /* NE  */
    T_LE = 315,                    /* LE  */
    T_GE = 316,                    /* GE  */
    T_LAND = 317,                  /* LAND  */
    T_LOR = 318,                   /* LOR  */
    T_INC = 319,                   /* INC  */
    T_DEC = 320,                   /* DEC  */
    T_ARROW = 321,                 /* ARROW  */
    T_ADD_EQ = 322,                /* ADD_EQ  */
    T_SUB_EQ = 323,                /* SUB_EQ  */
    T_MUL_EQ = 324,                /* MUL_EQ  */
    T_DIV_EQ = 325,                /* DIV_EQ  */
    T_MOD_EQ = 326,                /* MOD_EQ  */
    T_AND_EQ = 327,                /* AND_EQ  */
    T_OR_EQ = 328,                 /* OR_EQ  */
    T_XOR_EQ = 329,                /* XOR_EQ  */
    T_CONCAT_EQ = 330,             /* CONCAT_EQ  */
    T_LOW = 331,                   /* LOW  */
    T_UNARY = 332                  /* UNARY  */
  };
  typedef enum yytokentype yytoken_kind_t;
#endif
/* Token kinds.  */
#define T_YYEMPTY -2
#define T_YYEOF 0
#define T_YYerror 256
#define T_YYUNDEF 257
#define T_PROBE 258
#define T_GLOBAL 259
#define T_PRIVATE 260
#define T_FUNCTION 261
#define T_IF 262
#define T_ELSE 263
#define T_FOR 264
#define T_FOREACH 265
#define T_IN 266
#define T_LIMIT 267
#define T_RETURN 268
#define T_DELETE 269
#define T_WHILE 270
#define T_BREAK 271
#define T_CONTINUE 272
#define T_NEXT 273
#define T_STRING_TYPE 274
#define T_LONG_TYPE 275
#define T_TRY 276
#define T_CATCH 277
#define T_IDENT 278
#define T_TARGET 279
#define T_PRETTY 280
#define T_COMPONENT 281
#define T_PRINT 282
#define T_NUMBER 283
#define T_STRING 284
#define T_EMBED 285
#define T_STATOP 286
#define T_VARIANCE 287
#define T_HIST_LOG 288
#define T_HIST_LINEAR 289
#define T_CAST 290
#define T_VAR 291
#define T_DEFINED 292
#define T_ENTRY 293
#define T_PERF 294
#define T_CONST 295
#define T_ENUM 296
#define T_ENUMNAME 297
#define T_DEREF 298
#define T_REGISTER 299
#define T_PROBEWRITE 300
#define T_LBRACE 301
#define T_RBRACE 302
#define T_BROKEN 303
#define T_ACCUM 304
#define T_USHR 305
#define T_SHL 306
#define T_SHR 307
#define T_SHL_EQ 308
#define T_SHR_EQ 309
#define T_USHR_EQ 310
#define T_MATCH 311
#define T_NMATCH 312
#define T_EQ 313
#define T_NE 314
#define T_LE 315
#define T_GE 316
#define T_LAND 317
#define T_LOR 318
#define T_INC 319
#define T_DEC 320
#define T_ARROW 321
#define T_ADD_EQ 322
#define T_SUB_EQ 323
#define T_MUL_EQ 324
#define T_DIV_EQ 325
#define T_MOD_EQ 326
#define T_AND_EQ 327
#define T_OR_EQ 328
#define T_XOR_EQ 329
#define T_CONCAT_EQ 330
#define T_LOW 331
#define T_UNARY 332

/* Value type.  */
#if ! defined YYSTYPE && ! defined YYSTYPE_IS_DECLARED
union YYSTYPE
{
#line 23 "parser/grammar.y"

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

#line 298 "parser/grammar.c"

};
typedef union YYSTYPE YYSTYPE;
# define YYSTYPE_IS_TRIVIAL 1
# define YYSTYPE_IS_DECLARED 1
#endif

/* Location type.  */
typedef struct loc YYLTYPE;




int yyparse (struct parser *p);


#endif /* !YY_YY_PARSER_GRAMMAR_H_INCLUDED  */
/* Symbol kind.  */
enum yysymbol_kind_t
{
  YYSYMBOL_YYEMPTY = -2,
  YYSYMBOL_YYEOF = 0,                      /* "end of file"  */
  YYSYMBOL_YYerror = 1,                    /* error  */
  YYSYMBOL_YYUNDEF = 2,                    /* "invalid token"  */
  YYSYMBOL_PROBE = 3,                      /* PROBE  */
  YYSYMBOL_GLOBAL = 4,                     /* GLOBAL  */
  YYSYMBOL_PRIVATE = 5,                    /* PRIVATE  */
  YYSYMBOL_FUNCTION = 6,                   /* FUNCTION  */
  YYSYMBOL_IF = 7,                         /* IF  */
  YYSYMBOL_ELSE = 8,                       /* ELSE  */
  YYSYMBOL_FOR = 9,                        /* FOR  */
  YYSYMBOL_FOREACH = 10,                   /* FOREACH  */
  YYSYMBOL_IN = 11,                        /* IN  */
  YYSYMBOL_LIMIT = 12,                     /* LIMIT  */
  YYSYMBOL_RETURN = 13,                    /* RETURN  */
  YYSYMBOL_DELETE = 14,                    /* DELETE  */
  YYSYMBOL_WHILE = 15,                     /* WHILE  */
  YYSYMBOL_BREAK = 16,                     /* BREAK  */
  YYSYMBOL_CONTINUE = 17,                  /* CONTINUE  */
  YYSYMBOL_NEXT = 18,                      /* NEXT  */
  YYSYMBOL_STRING_TYPE = 19,               /* STRING_TYPE  */
  YYSYMBOL_LONG_TYPE = 20,                 /* LONG_TYPE  */
  YYSYMBOL_TRY = 21,                       /* TRY  */
  YYSYMBOL_CATCH = 22,                     /* CATCH  */
  YYSYMBOL_IDENT = 23,                     /* IDENT  */
  YYSYMBOL_TARGET = 24,                    /* TARGET  */
  YYSYMBOL_PRETTY = 25,                    /* PRETTY  */
  YYSYMBOL_COMPONENT = 26,                 /* COMPONENT  */
  YYSYMBOL_PRINT = 27,                     /* PRINT  */
  YYSYMBOL_NUMBER = 28,                    /* NUMBER  */
  YYSYMBOL_STRING = 29,                    /* STRING  */
  YYSYMBOL_EMBED = 30,                     /* EMBED  */
  YYSYMBOL_STATOP = 31,                    /* STATOP  */
  YYSYMBOL_VARIANCE = 32,                  /* VARIANCE  */
  YYSYMBOL_HIST_LOG = 33,                  /* HIST_LOG  */
  YYSYMBOL_HIST_LINEAR = 34,               /* HIST_LINEAR  */
  YYSYMBOL_CAST = 35,                      /* CAST  */
  YYSYMBOL_VAR = 36,                       /* VAR  */
  YYSYMBOL_DEFINED = 37,                   /* DEFINED  */
  YYSYMBOL_ENTRY = 38,                     /* ENTRY  */
  YYSYMBOL_PERF = 39,                      /* PERF  */
  YYSYMBOL_CONST = 40,                     /* CONST  */
  YYSYMBOL_ENUM = 41,                      /* ENUM  */
  YYSYMBOL_ENUMNAME = 42,                  /* ENUMNAME  */
  YYSYMBOL_DEREF = 43,                     /* DEREF  */
  YYSYMBOL_REGISTER = 44,                  /* REGISTER  */
  YYSYMBOL_PROBEWRITE = 45,                /* PROBEWRITE  */
  YYSYMBOL_LBRACE = 46,                    /* LBRACE  */
  YYSYMBOL_RBRACE = 47,                    /* RBRACE  */
  YYSYMBOL_BROKEN = 48,                    /* BROKEN  */
  YYSYMBOL_ACCUM = 49,                     /* ACCUM  */
  YYSYMBOL_USHR = 50,                      /* USHR  */
  YYSYMBOL_SHL = 51,                       /* SHL  */
  YYSYMBOL_SHR = 52,                       /* SHR  */
  YYSYMBOL_SHL_EQ = 53,                    /* SHL_EQ  */
  YYSYMBOL_SHR_EQ = 54,                    /* SHR_EQ  */
  YYSYMBOL_USHR_EQ = 55,                   /* USHR_EQ  */
  YYSYMBOL_MATCH = 56,                     /* MATCH  */
  YYSYMBOL_NMATCH = 57,                    /* NMATCH  */
  YYSYMBOL_EQ = 58,                        /* EQ  */
  YYSYMBOL_NE = 59,                        /* NE  */
  YYSYMBOL_LE = 60,                        /* LE  */
  YYSYMBOL_GE = 61,                        /* GE  */
  YYSYMBOL_LAND = 62,                      /* LAND  */
  YYSYMBOL_LOR = 63,                       /* LOR  */
  YYSYMBOL_INC = 64,                       /* INC  */
  YYSYMBOL_DEC = 65,                       /* DEC  */
  YYSYMBOL_ARROW = 66,                     /* ARROW  */
  YYSYMBOL_ADD_EQ = 67,                    /* ADD_EQ  */
  YYSYMBOL_SUB_EQ = 68,                    /* SUB_EQ  */
  YYSYMBOL_MUL_EQ = 69,                    /* MUL_EQ  */
  YYSYMBOL_DIV_EQ = 70,                    /* DIV_EQ  */
  YYSYMBOL_MOD_EQ = 71,                    /* MOD_EQ  */
  YYSYMBOL_AND_EQ = 72,                    /* AND_EQ  */
  YYSYMBOL_OR_EQ = 73,                     /* OR_EQ  */
  YYSYMBOL_XOR_EQ = 74,                    /* XOR_EQ  */
  YYSYMBOL_CONCAT_EQ = 75,                 /* CONCAT_EQ  */
  YYSYMBOL_LOW = 76,                       /* LOW  */
  YYSYMBOL_77_ = 77,                       /* ';'  */
  YYSYMBOL_78_ = 78,                       /* '!'  */
  YYSYMBOL_79_ = 79,                       /* '~'  */
  YYSYMBOL_80_ = 80,                       /* '='  */
  YYSYMBOL_81_ = 81,                       /* '?'  */
  YYSYMBOL_82_ = 82,                       /* ':'  */
  YYSYMBOL_83_ = 83,                       /* '|'  */
  YYSYMBOL_84_ = 84,                       /* '^'  */
  YYSYMBOL_85_ = 85,                       /* '&'  */
  YYSYMBOL_86_ = 86,                       /* '<'  */
  YYSYMBOL_87_ = 87,                       /* '>'  */
  YYSYMBOL_88_ = 88,                       /* '.'  */
  YYSYMBOL_89_ = 89,                       /* '+'  */
  YYSYMBOL_90_ = 90,                       /* '-'  */
  YYSYMBOL_91_ = 91,                       /* '*'  */
  YYSYMBOL_92_ = 92,                       /* '/'  */
  YYSYMBOL_93_ = 93,                       /* '%'  */
  YYSYMBOL_UNARY = 94,                     /* UNARY  */
  YYSYMBOL_95_ = 95,                       /* '('  */
  YYSYMBOL_96_ = 96,                       /* '['  */
  YYSYMBOL_97_ = 97,                       /* ','  */
  YYSYMBOL_98_ = 98,                       /* ')'  */
  YYSYMBOL_99_ = 99,                       /* ']'  */
  YYSYMBOL_100_ = 100,                     /* '{'  */
  YYSYMBOL_101_ = 101,                     /* '}'  */
  YYSYMBOL_YYACCEPT = 102,                 /* $accept  */
  YYSYMBOL_file = 103,                     /* file  */
  YYSYMBOL_item = 104,                     /* item  */
  YYSYMBOL_probe_word = 105,               /* probe_word  */
  YYSYMBOL_probe = 106,                    /* probe  */
  YYSYMBOL_points = 107,                   /* points  */
  YYSYMBOL_point = 108,                    /* point  */
  YYSYMBOL_opt_flag = 109,                 /* opt_flag  */
  YYSYMBOL_opt_condition = 110,            /* opt_condition  */
  YYSYMBOL_components = 111,               /* components  */
  YYSYMBOL_component = 112,                /* component  */
  YYSYMBOL_alts = 113,                     /* alts  */
  YYSYMBOL_opt_literal = 114,              /* opt_literal  */
  YYSYMBOL_scalar = 115,                   /* scalar  */
  YYSYMBOL_integer = 116,                  /* integer  */
  YYSYMBOL_global_word = 117,              /* global_word  */
  YYSYMBOL_private_word = 118,             /* private_word  */
  YYSYMBOL_globals = 119,                  /* globals  */
  YYSYMBOL_global_list = 120,              /* global_list  */
  YYSYMBOL_private_list = 121,             /* private_list  */
  YYSYMBOL_global = 122,                   /* global  */
  YYSYMBOL_private = 123,                  /* private  */
  YYSYMBOL_opt_wrap = 124,                 /* opt_wrap  */
  YYSYMBOL_opt_private = 125,              /* opt_private  */
  YYSYMBOL_function = 126,                 /* function  */
  YYSYMBOL_function_head = 127,            /* function_head  */
  YYSYMBOL_128_1 = 128,                    /* @1  */
  YYSYMBOL_params = 129,                   /* params  */
  YYSYMBOL_param_list = 130,               /* param_list  */
  YYSYMBOL_param = 131,                    /* param  */
  YYSYMBOL_opt_type = 132,                 /* opt_type  */
  YYSYMBOL_type = 133,                     /* type  */
  YYSYMBOL_opt_priority = 134,             /* opt_priority  */
  YYSYMBOL_block = 135,                    /* block  */
  YYSYMBOL_stmts = 136,                    /* stmts  */
  YYSYMBOL_stmt = 137,                     /* stmt  */
  YYSYMBOL_simple = 138,                   /* simple  */
  YYSYMBOL_opt_expr = 139,                 /* opt_expr  */
  YYSYMBOL_each_head = 140,                /* each_head  */
  YYSYMBOL_each_keys = 141,                /* each_keys  */
  YYSYMBOL_each_key_list = 142,            /* each_key_list  */
  YYSYMBOL_each_array = 143,               /* each_array  */
  YYSYMBOL_stat_word = 144,                /* stat_word  */
  YYSYMBOL_sort = 145,                     /* sort  */
  YYSYMBOL_need_sort = 146,                /* need_sort  */
  YYSYMBOL_opt_limit = 147,                /* opt_limit  */
  YYSYMBOL_expr = 148,                     /* expr  */
  YYSYMBOL_primary = 149,                  /* primary  */
  YYSYMBOL_postfix = 150,                  /* postfix  */
  YYSYMBOL_call = 151,                     /* call  */
  YYSYMBOL_operator = 152,                 /* operator  */
  YYSYMBOL_hist = 153,                     /* hist  */
  YYSYMBOL_array = 154,                    /* array  */
  YYSYMBOL_args = 155,                     /* args  */
  YYSYMBOL_args1 = 156,                    /* args1  */
  YYSYMBOL_keys = 157,                     /* keys  */
  YYSYMBOL_key = 158                       /* key  */
};
typedef enum yysymbol_kind_t yysymbol_kind_t;


/* Second part of user prologue.  */
#line 39 "parser/grammar.y"

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

#line 528 "parser/grammar.c"


#ifdef short
# undef short
#endif

/* On compilers that do not define __PTRDIFF_MAX__ etc., make sure
   <limits.h> and (if available) <stdint.h> are included
   so that the code can choose integer types of a good width.  */

#ifndef __PTRDIFF_MAX__
# include <limits.h> /* INFRINGES ON USER NAME SPACE */
# if defined __STDC_VERSION__ && 199901 <= __STDC_VERSION__
#  include <stdint.h> /* INFRINGES ON USER NAME SPACE */
#  define YY_STDINT_H
# endif
#endif

/* Narrow types that promote to a signed type and that can represent a
   signed or unsigned integer of at least N bits.  In tables they can
   save space and decrease cache pressure.  Promoting to a signed type
   helps avoid bugs in integer arithmetic.  */

#ifdef __INT_LEAST8_MAX__
typedef __INT_LEAST8_TYPE__ yytype_int8;
#elif defined YY_STDINT_H
typedef int_least8_t yytype_int8;
#else
typedef signed char yytype_int8;
#endif

#ifdef __INT_LEAST16_MAX__
typedef __INT_LEAST16_TYPE__ yytype_int16;
#elif defined YY_STDINT_H
typedef int_least16_t yytype_int16;
#else
typedef short yytype_int16;
#endif

/* Work around bug in HP-UX 11.23, which defines these macros
   incorrectly for preprocessor constants.  This workaround can likely
   be removed in 2023, as HPE has promised support for HP-UX 11.23
   (aka HP-UX 11i v2) only through the end of 2022; see Table 2 of
   <https://h20195.www2.hpe.com/V2/getpdf.aspx/4AA4-7673ENW.pdf>.  */
#ifdef __hpux
# undef UINT_LEAST8_MAX
# undef UINT_LEAST16_MAX
# define UINT_LEAST8_MAX 255
# define UINT_LEAST16_MAX 65535
#endif

#if defined __UINT_LEAST8_MAX__ && __UINT_LEAST8_MAX__ <= __INT_MAX__
typedef __UINT_LEAST8_TYPE__ yytype_uint8;
#elif (!defined __UINT_LEAST8_MAX__ && defined YY_STDINT_H \
       && UINT_LEAST8_MAX <= INT_MAX)
typedef uint_least8_t yytype_uint8;
#elif !defined __UINT_LEAST8_MAX__ && UCHAR_MAX <= INT_MAX
typedef unsigned char yytype_uint8;
#else
typedef short yytype_uint8;
#endif

#if defined __UINT_LEAST16_MAX__ && __UINT_LEAST16_MAX__ <= __INT_MAX__
typedef __UINT_LEAST16_TYPE__ yytype_uint16;
#elif (!defined __UINT_LEAST16_MAX__ && defined YY_STDINT_H \
       && UINT_LEAST16_MAX <= INT_MAX)
typedef uint_least16_t yytype_uint16;
#elif !defined __UINT_LEAST16_MAX__ && USHRT_MAX <= INT_MAX
typedef unsigned short yytype_uint16;
#else
typedef int yytype_uint16;
#endif

#ifndef YYPTRDIFF_T
# if defined __PTRDIFF_TYPE__ && defined __PTRDIFF_MAX__
#  define YYPTRDIFF_T __PTRDIFF_TYPE__
#  define YYPTRDIFF_MAXIMUM __PTRDIFF_MAX__
# elif defined PTRDIFF_MAX
#  ifndef ptrdiff_t
#   include <stddef.h> /* INFRINGES ON USER NAME SPACE */
#  endif
#  define YYPTRDIFF_T ptrdiff_t
#  define YYPTRDIFF_MAXIMUM PTRDIFF_MAX
# else
#  define YYPTRDIFF_T long
#  define YYPTRDIFF_MAXIMUM LONG_MAX
# endif
#endif

#ifndef YYSIZE_T
# ifdef __SIZE_TYPE__
#  define YYSIZE_T __SIZE_TYPE__
# elif defined size_t
#  define YYSIZE_T size_t
# elif defined __STDC_VERSION__ && 199901 <= __STDC_VERSION__
#  include <stddef.h> /* INFRINGES ON USER NAME SPACE */
#  define YYSIZE_T size_t
# else
#  define YYSIZE_T unsigned
# endif
#endif

#define YYSIZE_MAXIMUM                                  \
  YY_CAST (YYPTRDIFF_T,                                 \
           (YYPTRDIFF_MAXIMUM < YY_CAST (YYSIZE_T, -1)  \
            ? YYPTRDIFF_MAXIMUM                         \
            : YY_CAST (YYSIZE_T, -1)))

#define YYSIZEOF(X) YY_CAST (YYPTRDIFF_T, sizeof (X))


/* Stored state numbers (used for stacks). */
typedef yytype_int16 yy_state_t;

/* State numbers in computations.  */
typedef int yy_state_fast_t;

#ifndef YY_
# if defined YYENABLE_NLS && YYENABLE_NLS
#  if ENABLE_NLS
#   include <libintl.h> /* INFRINGES ON USER NAME SPACE */
#   define YY_(Msgid) dgettext ("bison-runtime", Msgid)
#  endif
# endif
# ifndef YY_
#  define YY_(Msgid) Msgid
# endif
#endif


#ifndef YY_ATTRIBUTE_PURE
# if defined __GNUC__ && 2 < __GNUC__ + (96 <= __GNUC_MINOR__)
#  define YY_ATTRIBUTE_PURE __attribute__ ((__pure__))
# else
#  define YY_ATTRIBUTE_PURE
# endif
#endif

#ifndef YY_ATTRIBUTE_UNUSED
# if defined __GNUC__ && 2 < __GNUC__ + (7 <= __GNUC_MINOR__)
#  define YY_ATTRIBUTE_UNUSED __attribute__ ((__unused__))
# else
#  define YY_ATTRIBUTE_UNUSED
# endif
#endif

/* Suppress unused-variable warnings by "using" E.  */
#if ! defined lint || defined __GNUC__
# define YY_USE(E) ((void) (E))
#else
# define YY_USE(E) /* empty */
#endif

/* Suppress an incorrect diagnostic about yylval being uninitialized.  */
#if defined __GNUC__ && ! defined __ICC && 406 <= __GNUC__ * 100 + __GNUC_MINOR__
# if __GNUC__ * 100 + __GNUC_MINOR__ < 407
#  define YY_IGNORE_MAYBE_UNINITIALIZED_BEGIN                           \
    _Pragma ("GCC diagnostic push")                                     \
    _Pragma ("GCC diagnostic ignored \"-Wuninitialized\"")
# else
#  define YY_IGNORE_MAYBE_UNINITIALIZED_BEGIN                           \
    _Pragma ("GCC diagnostic push")                                     \
    _Pragma ("GCC diagnostic ignored \"-Wuninitialized\"")              \
    _Pragma ("GCC diagnostic ignored \"-Wmaybe-uninitialized\"")
# endif
# define YY_IGNORE_MAYBE_UNINITIALIZED_END      \
    _Pragma ("GCC diagnostic pop")
#else
# define YY_INITIAL_VALUE(Value) Value
#endif
#ifndef YY_IGNORE_MAYBE_UNINITIALIZED_BEGIN
# define YY_IGNORE_MAYBE_UNINITIALIZED_BEGIN
# define YY_IGNORE_MAYBE_UNINITIALIZED_END
#endif
#ifndef YY_INITIAL_VALUE
# define YY_INITIAL_VALUE(Value) /* Nothing. */
#endif

#if defined __cplusplus && defined __GNUC__ && ! defined __ICC && 6 <= __GNUC__
# define YY_IGNORE_USELESS_CAST_BEGIN                          \
    _Pragma ("GCC diagnostic push")                            \
    _Pragma ("GCC diagnostic ignored \"-Wuseless-cast\"")
# define YY_IGNORE_USELESS_CAST_END            \
    _Pragma ("GCC diagnostic pop")
#endif
#ifndef YY_IGNORE_USELESS_CAST_BEGIN
# define YY_IGNORE_USELESS_CAST_BEGIN
# define YY_IGNORE_USELESS_CAST_END
#endif


#define YY_ASSERT(E) ((void) (0 && (E)))

#if 1

/* The parser invokes alloca or malloc; define the necessary symbols.  */

# ifdef YYSTACK_ALLOC
   /* Pacify GCC's 'empty if-body' warning.  */
#  define YYSTACK_FREE(Ptr) do { /* empty */; } while (0)
#  ifndef YYSTACK_ALLOC_MAXIMUM
    /* The OS might guarantee only one guard page at the bottom of the stack,
       and a page size can be as small as 4096 bytes.  So we cannot safely
       invoke alloca (N) if N exceeds 4096.  Use a slightly smaller number
       to allow for a few compiler-allocated temporary stack slots.  */
#   define YYSTACK_ALLOC_MAXIMUM 4032 /* reasonable circa 2006 */
#  endif
# else
#  define YYSTACK_ALLOC YYMALLOC
#  define YYSTACK_FREE YYFREE
#  ifndef YYSTACK_ALLOC_MAXIMUM
#   define YYSTACK_ALLOC_MAXIMUM YYSIZE_MAXIMUM
#  endif
#  if (defined __cplusplus && ! defined EXIT_SUCCESS \
       && ! ((defined YYMALLOC || defined malloc) \
             && (defined YYFREE || defined free)))
#   include <stdlib.h> /* INFRINGES ON USER NAME SPACE */
#   ifndef EXIT_SUCCESS
#    define EXIT_SUCCESS 0
#   endif
#  endif
#  ifndef YYMALLOC
#   define YYMALLOC malloc
#   if ! defined malloc && ! defined EXIT_SUCCESS
void *malloc (YYSIZE_T); /* INFRINGES ON USER NAME SPACE */
#   endif
#  endif
#  ifndef YYFREE
#   define YYFREE free
#   if ! defined free && ! defined EXIT_SUCCESS
void free (void *); /* INFRINGES ON USER NAME SPACE */
#   endif
#  endif
# endif
# define YYCOPY_NEEDED 1
#endif /* 1 */

#if (! defined yyoverflow \
     && (! defined __cplusplus \
         || (defined YYLTYPE_IS_TRIVIAL && YYLTYPE_IS_TRIVIAL \
             && defined YYSTYPE_IS_TRIVIAL && YYSTYPE_IS_TRIVIAL)))

/* A type that is properly aligned for any stack member.  */
union yyalloc
{
  yy_state_t yyss_alloc;
  YYSTYPE yyvs_alloc;
  YYLTYPE yyls_alloc;
};

/* The size of the maximum gap between one aligned stack and the next.  */
# define YYSTACK_GAP_MAXIMUM (YYSIZEOF (union yyalloc) - 1)

/* The size of an array large to enough to hold all stacks, each with
   N elements.  */
# define YYSTACK_BYTES(N) \
     ((N) * (YYSIZEOF (yy_state_t) + YYSIZEOF (YYSTYPE) \
             + YYSIZEOF (YYLTYPE)) \
      + 2 * YYSTACK_GAP_MAXIMUM)

# define YYCOPY_NEEDED 1

/* Relocate STACK from its old location to the new one.  The
   local variables YYSIZE and YYSTACKSIZE give the old and new number of
   elements in the stack, and YYPTR gives the new location of the
   stack.  Advance YYPTR to a properly aligned location for the next
   stack.  */
# define YYSTACK_RELOCATE(Stack_alloc, Stack)                           \
    do                                                                  \
      {                                                                 \
        YYPTRDIFF_T yynewbytes;                                         \
        YYCOPY (&yyptr->Stack_alloc, Stack, yysize);                    \
        Stack = &yyptr->Stack_alloc;                                    \
        yynewbytes = yystacksize * YYSIZEOF (*Stack) + YYSTACK_GAP_MAXIMUM; \
        yyptr += yynewbytes / YYSIZEOF (*yyptr);                        \
      }                                                                 \
    while (0)

#endif

#if defined YYCOPY_NEEDED && YYCOPY_NEEDED
/* Copy COUNT objects from SRC to DST.  The source and destination do
   not overlap.  */
# ifndef YYCOPY
#  if defined __GNUC__ && 1 < __GNUC__
#   define YYCOPY(Dst, Src, Count) \
      __builtin_memcpy (Dst, Src, YY_CAST (YYSIZE_T, (Count)) * sizeof (*(Src)))
#  else
#   define YYCOPY(Dst, Src, Count)              \
      do                                        \
        {                                       \
          YYPTRDIFF_T yyi;                      \
          for (yyi = 0; yyi < (Count); yyi++)   \
            (Dst)[yyi] = (Src)[yyi];            \
        }                                       \
      while (0)
#  endif
# endif
#endif /* !YYCOPY_NEEDED */

/* YYFINAL -- State number of the termination state.  */
#define YYFINAL  2
/* YYLAST -- Last index in YYTABLE.  */
#define YYLAST   1405

/* YYNTOKENS -- Number of terminals.  */
#define YYNTOKENS  102
/* YYNNTS -- Number of nonterminals.  */
#define YYNNTS  57
/* YYNRULES -- Number of rules.  */
#define YYNRULES  208
/* YYNSTATES -- Number of states.  */
#define YYNSTATES  421

/* YYMAXUTOK -- Last valid token kind.  */
#define YYMAXUTOK   332


/* YYTRANSLATE(TOKEN-NUM) -- Symbol number corresponding to TOKEN-NUM
   as returned by yylex, with out-of-bounds checking.  */
#define YYTRANSLATE(YYX)                                \
  (0 <= (YYX) && (YYX) <= YYMAXUTOK                     \
   ? YY_CAST (yysymbol_kind_t, yytranslate[YYX])        \
   : YYSYMBOL_YYUNDEF)

/* YYTRANSLATE[TOKEN-NUM] -- Symbol number corresponding to TOKEN-NUM
   as returned by yylex.  */
static const yytype_int8 yytranslate[] =
{
       0,     2,     2,     2,     2,     2,     2,     2,     2,     2,
       2,     2,     2,     2,     2,     2,     2,     2,     2,     2,
       2,     2,     2,     2,     2,     2,     2,     2,     2,     2,
       2,     2,     2,    78,     2,     2,     2,    93,    85,     2,
      95,    98,    91,    89,    97,    90,    88,    92,     2,     2,
       2,     2,     2,     2,     2,     2,     2,     2,    82,    77,
      86,    80,    87,    81,     2,     2,     2,     2,     2,     2,
       2,     2,     2,     2,     2,     2,     2,     2,     2,     2,
       2,     2,     2,     2,     2,     2,     2,     2,     2,     2,
       2,    96,     2,    99,    84,     2,     2,     2,     2,     2,
       2,     2,     2,     2,     2,     2,     2,     2,     2,     2,
       2,     2,     2,     2,     2,     2,     2,     2,     2,     2,
       2,     2,     2,   100,    83,   101,    79,     2,     2,     2,
       2,     2,     2,     2,     2,     2,     2,     2,     2,     2,
       2,     2,     2,     2,     2,     2,     2,     2,     2,     2,
       2,     2,     2,     2,     2,     2,     2,     2,     2,     2,
       2,     2,     2,     2,     2,     2,     2,     2,     2,     2,
       2,     2,     2,     2,     2,     2,     2,     2,     2,     2,
       2,     2,     2,     2,     2,     2,     2,     2,     2,     2,
       2,     2,     2,     2,     2,     2,     2,     2,     2,     2,
       2,     2,     2,     2,     2,     2,     2,     2,     2,     2,
       2,     2,     2,     2,     2,     2,     2,     2,     2,     2,
       2,     2,     2,     2,     2,     2,     2,     2,     2,     2,
       2,     2,     2,     2,     2,     2,     2,     2,     2,     2,
       2,     2,     2,     2,     2,     2,     2,     2,     2,     2,
       2,     2,     2,     2,     2,     2,     1,     2,     3,     4,
       5,     6,     7,     8,     9,    10,    11,    12,    13,    14,
      15,    16,    17,    18,    19,    20,    21,    22,    23,    24,
      25,    26,    27,    28,    29,    30,    31,    32,    33,    34,
      35,    36,    37,    38,    39,    40,    41,    42,    43,    44,
      45,    46,    47,    48,    49,    50,    51,    52,    53,    54,
      55,    56,    57,    58,    59,    60,    61,    62,    63,    64,
      65,    66,    67,    68,    69,    70,    71,    72,    73,    74,
      75,    76,    94
};

#if YYDEBUG
/* YYRLINE[YYN] -- Source line where rule number YYN was defined.  */
static const yytype_int16 yyrline[] =
{
       0,   134,   134,   135,   139,   140,   141,   142,   143,   144,
     155,   159,   160,   161,   162,   163,   171,   172,   175,   184,
     185,   186,   190,   191,   195,   196,   200,   201,   205,   206,
     210,   211,   215,   216,   220,   221,   226,   228,   232,   233,
     234,   238,   239,   243,   244,   248,   249,   250,   252,   253,
     261,   262,   263,   265,   266,   274,   275,   281,   282,   286,
     287,   292,   291,   298,   299,   303,   304,   307,   311,   312,
     316,   317,   321,   322,   328,   329,   333,   334,   335,   339,
     340,   341,   342,   343,   351,   360,   368,   379,   381,   388,
     400,   401,   402,   403,   404,   405,   406,   410,   411,   417,
     432,   436,   437,   442,   447,   451,   455,   460,   465,   470,
     476,   485,   486,   490,   491,   495,   496,   500,   501,   507,
     508,   509,   510,   511,   512,   513,   514,   515,   516,   517,
     518,   519,   520,   521,   522,   523,   524,   525,   526,   527,
     528,   534,   535,   536,   537,   538,   539,   540,   541,   542,
     543,   544,   545,   546,   547,   548,   549,   550,   551,   552,
     553,   554,   555,   556,   557,   558,   559,   560,   564,   565,
     566,   567,   571,   572,   573,   574,   575,   576,   577,   578,
     579,   583,   584,   588,   589,   590,   592,   593,   594,   595,
     596,   597,   598,   599,   600,   601,   602,   606,   607,   612,
     613,   617,   618,   622,   623,   627,   628,   632,   633
};
#endif

/** Accessing symbol of state STATE.  */
#define YY_ACCESSING_SYMBOL(State) YY_CAST (yysymbol_kind_t, yystos[State])

#if 1
/* The user-facing name of the symbol whose (internal) number is
   YYSYMBOL.  No bounds checking.  */
static const char *yysymbol_name (yysymbol_kind_t yysymbol) YY_ATTRIBUTE_UNUSED;

static const char *
yysymbol_name (yysymbol_kind_t yysymbol)
{
  static const char *const yy_sname[] =
  {
  "end of file", "error", "invalid token", "PROBE", "GLOBAL", "PRIVATE",
  "FUNCTION", "IF", "ELSE", "FOR", "FOREACH", "IN", "LIMIT", "RETURN",
  "DELETE", "WHILE", "BREAK", "CONTINUE", "NEXT", "STRING_TYPE",
  "LONG_TYPE", "TRY", "CATCH", "IDENT", "TARGET", "PRETTY", "COMPONENT",
  "PRINT", "NUMBER", "STRING", "EMBED", "STATOP", "VARIANCE", "HIST_LOG",
  "HIST_LINEAR", "CAST", "VAR", "DEFINED", "ENTRY", "PERF", "CONST",
  "ENUM", "ENUMNAME", "DEREF", "REGISTER", "PROBEWRITE", "LBRACE",
  "RBRACE", "BROKEN", "ACCUM", "USHR", "SHL", "SHR", "SHL_EQ", "SHR_EQ",
  "USHR_EQ", "MATCH", "NMATCH", "EQ", "NE", "LE", "GE", "LAND", "LOR",
  "INC", "DEC", "ARROW", "ADD_EQ", "SUB_EQ", "MUL_EQ", "DIV_EQ", "MOD_EQ",
  "AND_EQ", "OR_EQ", "XOR_EQ", "CONCAT_EQ", "LOW", "';'", "'!'", "'~'",
  "'='", "'?'", "':'", "'|'", "'^'", "'&'", "'<'", "'>'", "'.'", "'+'",
  "'-'", "'*'", "'/'", "'%'", "UNARY", "'('", "'['", "','", "')'", "']'",
  "'{'", "'}'", "$accept", "file", "item", "probe_word", "probe", "points",
  "point", "opt_flag", "opt_condition", "components", "component", "alts",
  "opt_literal", "scalar", "integer", "global_word", "private_word",
  "globals", "global_list", "private_list", "global", "private",
  "opt_wrap", "opt_private", "function", "function_head", "@1", "params",
  "param_list", "param", "opt_type", "type", "opt_priority", "block",
  "stmts", "stmt", "simple", "opt_expr", "each_head", "each_keys",
  "each_key_list", "each_array", "stat_word", "sort", "need_sort",
  "opt_limit", "expr", "primary", "postfix", "call", "operator", "hist",
  "array", "args", "args1", "keys", "key", YY_NULLPTR
  };
  return yy_sname[yysymbol];
}
#endif

#define YYPACT_NINF (-374)

#define yypact_value_is_default(Yyn) \
  ((Yyn) == YYPACT_NINF)

#define YYTABLE_NINF (-1)

#define yytable_value_is_error(Yyn) \
  0

/* YYPACT[STATE-NUM] -- Index in YYTABLE of the portion describing
   STATE-NUM.  */
static const yytype_int16 yypact[] =
{
    -374,    41,  -374,  -374,  -374,  -374,    43,  -374,  -374,  -374,
    -374,     2,  -374,    30,    79,  -374,    36,  -374,   -13,  -374,
     -10,     2,   -43,  -374,    31,  -374,   -38,     7,  -374,    87,
     -17,    97,  -374,    92,  -374,  -374,  -374,    10,  -374,  -374,
     -20,     2,     2,     2,  -374,  -374,  -374,     2,   207,   124,
      -6,   146,    30,    97,   144,    -6,   173,    87,    96,   178,
     354,  -374,  -374,   246,   177,  -374,  -374,     2,    76,    76,
    -374,  -374,   181,  -374,    -6,   179,    10,  -374,    -6,   185,
      10,  -374,  -374,  -374,  -374,  -374,   -61,   190,   198,   200,
    1240,  1240,   201,  -374,  -374,  -374,   199,   203,  -374,   205,
    -374,  -374,  -374,   206,   209,   210,   211,   212,   213,   214,
     215,   216,   217,   229,   231,   232,   235,   236,  1310,  1310,
    -374,  1240,  1240,  1240,  1240,  1240,  1240,  1170,  -374,  -374,
    -374,   225,   978,    77,   -14,  -374,  -374,  -374,  -374,  -374,
    -374,   228,   237,  1240,   233,   240,  -374,   238,   240,  -374,
     313,  -374,  -374,  1240,  1240,   -16,   978,   978,  1240,   317,
    1240,  1240,  1240,  1240,  1240,  1240,  1240,  1240,  1240,  1240,
    1240,  1240,  1240,  1240,  1240,  1240,  1240,  -374,  -374,  -374,
    -374,  -374,  -374,  -374,   554,  -374,   978,   -36,  -374,  -374,
      80,  1240,  1240,  1240,  1240,  1240,  1240,  1240,   311,   312,
    1240,  1240,  1240,  1240,  1240,  1240,  1240,  1240,  1240,  1240,
    1240,  1240,  1240,  1240,  1240,  1240,  1240,  1240,  1240,  1240,
    1240,  1240,  1240,  1240,  1240,  1240,  1240,  1240,  -374,  -374,
    -374,   319,  1170,   199,   199,   607,  -374,  -374,   263,  -374,
     264,    92,   247,   249,  -374,   660,   270,   978,    91,   325,
     251,   339,   713,   -81,   978,   254,   256,   258,   766,   501,
     819,   872,   113,   115,   121,   127,   139,   141,   145,   147,
     149,   151,   168,  -374,  1170,   346,  -374,  -374,  -374,   978,
     108,   108,   108,   978,   978,   978,  -374,  -374,    40,    40,
      40,    40,  1031,   230,   978,   978,   978,   978,   978,   978,
     978,   978,   978,   978,   925,  1043,  1087,  1099,    40,    40,
      34,    86,    86,  -374,  -374,  -374,  -374,   105,  -374,  -374,
    -374,    10,    10,  -374,   276,   313,   449,  1240,  -374,  -374,
     279,  -374,    91,   106,   449,    88,   449,   337,  -374,  -374,
    1240,  -374,  -374,    -6,  -374,  -374,    -6,  -374,  -374,  -374,
    -374,  -374,  -374,  -374,  -374,  -374,  -374,  -374,  -374,    80,
    1240,  -374,  -374,  -374,   334,  -374,  -374,   358,   296,   -15,
    -374,   351,  -374,  -374,    -1,   364,    91,  -374,   281,   978,
     302,   304,  -374,   171,  -374,   449,  1240,    91,   325,    91,
    -374,  -374,  1170,    91,  -374,  1240,  -374,  -374,   199,  -374,
      -6,  -374,   305,  -374,   109,  -374,   110,  -374,   978,  -374,
     307,   449,  -374,     4,    -6,  -374,    91,  -374,   308,  -374,
    -374
};

/* YYDEFACT[STATE-NUM] -- Default reduction number in state STATE-NUM.
   Performed when YYTABLE does not specify something else to do.  Zero
   means the default is an error.  */
static const yytype_uint8 yydefact[] =
{
       2,     0,     1,     9,    10,    36,    37,    57,     7,     8,
       3,     0,     4,     0,     0,     6,     0,     5,     0,    58,
      30,     0,     0,    16,    19,    24,    55,    38,    41,     0,
      55,    39,    43,    68,    60,    76,    59,     0,    26,    28,
       0,     0,     0,     0,    11,    21,    20,     0,    22,    56,
       0,    45,     0,    40,    56,     0,    50,     0,     0,     0,
       0,    34,    33,     0,     0,    32,    27,     0,     0,     0,
      17,    25,     0,    18,     0,     0,     0,    42,     0,     0,
       0,    44,    71,    70,    69,    61,     0,     0,     0,     0,
      91,     0,     0,    94,    95,    93,     0,   172,   173,     0,
     168,   169,   170,     0,     0,     0,     0,     0,     0,     0,
       0,     0,     0,     0,     0,     0,     0,     0,     0,     0,
      79,     0,     0,     0,     0,     0,     0,     0,    74,    80,
      77,    81,    90,   119,   171,   175,   176,   177,    35,    31,
      29,    14,    12,     0,     0,    55,    46,     0,    55,    51,
      63,    78,    75,     0,    97,     0,    92,    96,     0,     0,
     201,   201,     0,     0,     0,     0,     0,     0,     0,     0,
       0,     0,     0,     0,     0,     0,     0,   166,   167,   160,
     161,   162,   158,   159,     0,   208,   207,     0,   205,    82,
       0,     0,     0,     0,     0,     0,     0,     0,     0,     0,
       0,     0,     0,     0,     0,     0,     0,     0,     0,     0,
       0,     0,     0,     0,     0,     0,     0,     0,     0,     0,
       0,     0,     0,     0,     0,     0,     0,     0,   164,   165,
     180,     0,     0,     0,     0,     0,    48,    56,    47,    53,
      52,    68,     0,    64,    65,     0,     0,    98,   113,     0,
       0,     0,     0,     0,   203,     0,   202,     0,     0,     0,
       0,     0,     0,     0,     0,     0,     0,     0,     0,     0,
       0,     0,     0,   174,     0,     0,   199,   200,   140,   121,
     151,   149,   150,   131,   132,   133,   147,   148,   141,   142,
     145,   146,   136,   135,   122,   123,   124,   125,   126,   127,
     128,   129,   130,   120,     0,   137,   138,   139,   143,   144,
     152,   153,   154,   155,   156,   157,   178,     0,    15,    13,
      23,     0,     0,    67,    72,     0,     0,    97,   115,   116,
     100,   114,   113,     0,     0,     0,     0,     0,    88,   181,
       0,   182,   183,     0,   184,   197,     0,   186,   187,   188,
     189,   190,   191,   192,   193,   194,   195,   196,   206,     0,
       0,   179,    49,    54,     0,    62,    66,    83,     0,     0,
     104,     0,   101,    87,   113,   117,   113,    85,     0,   204,
       0,     0,   163,   134,    73,     0,    97,   113,     0,   113,
     111,   112,     0,     0,   106,     0,    99,   110,     0,   185,
       0,    84,     0,   102,     0,   105,     0,   108,   118,    89,
       0,     0,   103,   113,     0,    86,     0,   107,     0,   109,
     198
};

/* YYPGOTO[NTERM-NUM].  */
static const yytype_int16 yypgoto[] =
{
    -374,  -374,  -374,  -374,  -374,   226,   -11,  -374,  -374,  -374,
     355,  -374,  -374,   -71,   -49,  -374,  -374,  -374,  -374,   376,
     356,   350,   -28,  -374,  -374,  -374,  -374,  -374,  -374,    84,
     169,  -374,  -374,   -18,  -374,  -313,  -374,  -312,  -374,  -374,
      23,  -374,     0,  -314,  -373,  -374,   -57,   153,  -374,  -374,
    -374,  -164,    53,   253,    17,  -220,   142
};

/* YYDEFGOTO[NTERM-NUM].  */
static const yytype_int16 yydefgoto[] =
{
       0,     1,    10,    11,    12,    22,    23,    48,    73,    24,
      25,    40,    38,    64,    65,    13,    14,    15,    27,    31,
      28,    32,    51,    16,    17,    18,   150,   242,   243,   244,
      59,    84,   365,   129,    60,   130,   131,   246,   250,   251,
     333,   375,   393,   330,   331,   396,   254,   133,   134,   135,
     136,   137,   278,   255,   256,   187,   188
};

/* YYTABLE[YYPACT[STATE-NUM]] -- What to do in state STATE-NUM.  If
   positive, shift that token.  If negative, reduce the rule whose
   number is the opposite.  If YYTABLE_NINF, syntax error.  */
static const yytype_int16 yytable[] =
{
      36,    75,    56,   132,    44,   146,    79,   248,   387,   149,
      39,   230,   317,   367,   337,   368,   151,    34,   370,    35,
     407,   373,    61,   377,    41,   144,   277,    66,    20,   147,
     390,   391,    70,   156,   157,   390,   391,    42,    61,    62,
     152,     2,     3,   419,     4,     5,     6,     7,    21,    19,
     141,   142,   231,    26,    43,    49,   140,    35,    50,    33,
     394,   274,   397,   275,   179,   180,   181,   182,   183,   184,
     186,     8,   401,   403,   402,   405,    54,    67,   159,    55,
     249,   388,   232,    29,    63,    37,   235,    35,   328,   329,
     192,   193,   194,   328,   329,   392,   245,   247,   415,   417,
      63,   252,    30,   276,    52,   258,   259,   260,   261,    45,
      30,   374,    46,   105,   106,    82,    83,   238,     9,    47,
     240,   105,   106,   223,   224,   225,   226,   227,   222,   223,
     224,   225,   226,   227,   279,   280,   281,   282,   283,   284,
     285,   228,   229,   288,   289,   290,   291,   292,   293,   294,
     295,   296,   297,   298,   299,   300,   301,   302,   303,   304,
     305,   306,   307,   308,   309,   310,   311,   312,   313,   314,
     315,   376,   406,    43,    58,   186,    35,   225,   226,   227,
     328,   329,   190,   262,   263,   264,   265,   266,   267,   268,
     269,   270,   271,   272,    57,   277,   222,   223,   224,   225,
     226,   227,   274,   371,   361,   372,   371,   274,   412,   413,
     340,   347,   340,   348,    72,   318,   319,   186,   340,   349,
      74,   192,   193,   194,   340,   350,    76,   198,   199,   200,
     201,   202,   203,   204,   205,   338,   340,   351,   340,   352,
      78,   190,   340,   353,   340,   354,   340,   355,   340,   356,
     362,   363,   216,    80,   217,   218,   219,   220,   221,   222,
     223,   224,   225,   226,   227,   340,   357,    68,    69,   132,
     247,   177,   178,    85,   138,   139,   143,   132,   145,   132,
     192,   193,   194,   379,   148,   153,   198,   199,   200,   201,
     202,   203,   204,   154,   380,   155,   158,   381,   160,    35,
     161,   162,   189,   383,   163,   164,   165,   166,   167,   168,
     169,   170,   171,   217,   218,   219,   220,   221,   222,   223,
     224,   225,   226,   227,   172,   233,   173,   174,   132,   247,
     175,   176,   236,   237,   234,   186,   241,   239,   408,   253,
     286,   287,   316,   321,   322,   324,   325,   327,   332,   334,
     335,   410,   339,   340,   132,    86,   341,   359,   364,   369,
     378,    87,   384,    88,    89,   418,   385,    90,    91,    92,
      93,    94,    95,   386,   389,    96,   395,    97,    98,   398,
     409,    99,   100,   101,   102,   103,   104,   105,   106,   107,
     108,   109,   110,   111,   112,   113,   114,   115,   116,   117,
     399,   400,    71,   411,   414,    53,   420,    81,    77,   366,
     323,   404,   382,   416,   257,     0,   358,     0,   118,   119,
       0,     0,     0,     0,     0,     0,     0,     0,     0,     0,
       0,   120,   121,   122,     0,     0,     0,     0,     0,   123,
       0,     0,     0,   124,   125,     0,     0,     0,     0,   126,
     127,     0,     0,     0,    35,   128,    87,     0,    88,    89,
       0,     0,    90,    91,    92,    93,    94,    95,     0,     0,
      96,     0,    97,    98,     0,     0,    99,   100,   101,   102,
     103,   104,   105,   106,   107,   108,   109,   110,   111,   112,
     113,   114,   115,   116,   117,     0,     0,     0,     0,     0,
       0,     0,     0,     0,     0,     0,     0,     0,     0,     0,
       0,     0,   190,   118,   119,     0,     0,     0,     0,     0,
       0,     0,     0,     0,     0,     0,   120,   121,   122,     0,
       0,     0,     0,     0,   123,     0,     0,     0,   124,   125,
       0,     0,     0,     0,   126,   127,     0,     0,     0,    35,
     191,   192,   193,   194,   195,   196,   197,   198,   199,   200,
     201,   202,   203,   204,   205,   190,     0,     0,   206,   207,
     208,   209,   210,   211,   212,   213,   214,     0,     0,     0,
       0,   215,   216,     0,   217,   218,   219,   220,   221,   222,
     223,   224,   225,   226,   227,     0,     0,     0,   343,   344,
       0,     0,     0,   191,   192,   193,   194,   195,   196,   197,
     198,   199,   200,   201,   202,   203,   204,   205,   190,     0,
       0,   206,   207,   208,   209,   210,   211,   212,   213,   214,
       0,     0,     0,     0,   215,   216,     0,   217,   218,   219,
     220,   221,   222,   223,   224,   225,   226,   227,     0,     0,
       0,     0,   273,     0,     0,     0,   191,   192,   193,   194,
     195,   196,   197,   198,   199,   200,   201,   202,   203,   204,
     205,   190,     0,     0,   206,   207,   208,   209,   210,   211,
     212,   213,   214,     0,     0,     0,     0,   215,   216,     0,
     217,   218,   219,   220,   221,   222,   223,   224,   225,   226,
     227,     0,     0,     0,     0,   320,     0,     0,     0,   191,
     192,   193,   194,   195,   196,   197,   198,   199,   200,   201,
     202,   203,   204,   205,   190,     0,     0,   206,   207,   208,
     209,   210,   211,   212,   213,   214,     0,     0,     0,     0,
     215,   216,     0,   217,   218,   219,   220,   221,   222,   223,
     224,   225,   226,   227,     0,     0,     0,     0,   326,     0,
       0,     0,   191,   192,   193,   194,   195,   196,   197,   198,
     199,   200,   201,   202,   203,   204,   205,   190,     0,     0,
     206,   207,   208,   209,   210,   211,   212,   213,   214,     0,
       0,     0,     0,   215,   216,     0,   217,   218,   219,   220,
     221,   222,   223,   224,   225,   226,   227,     0,     0,     0,
       0,   336,     0,     0,     0,   191,   192,   193,   194,   195,
     196,   197,   198,   199,   200,   201,   202,   203,   204,   205,
     190,     0,     0,   206,   207,   208,   209,   210,   211,   212,
     213,   214,     0,     0,     0,     0,   215,   216,     0,   217,
     218,   219,   220,   221,   222,   223,   224,   225,   226,   227,
       0,     0,     0,     0,   342,     0,     0,     0,   191,   192,
     193,   194,   195,   196,   197,   198,   199,   200,   201,   202,
     203,   204,   205,   190,     0,     0,   206,   207,   208,   209,
     210,   211,   212,   213,   214,     0,     0,     0,     0,   215,
     216,     0,   217,   218,   219,   220,   221,   222,   223,   224,
     225,   226,   227,     0,     0,     0,     0,   345,     0,     0,
       0,   191,   192,   193,   194,   195,   196,   197,   198,   199,
     200,   201,   202,   203,   204,   205,   190,     0,     0,   206,
     207,   208,   209,   210,   211,   212,   213,   214,     0,     0,
       0,     0,   215,   216,     0,   217,   218,   219,   220,   221,
     222,   223,   224,   225,   226,   227,     0,     0,     0,   346,
       0,     0,     0,     0,   191,   192,   193,   194,   195,   196,
     197,   198,   199,   200,   201,   202,   203,   204,   205,   190,
       0,     0,   206,   207,   208,   209,   210,   211,   212,   213,
     214,     0,     0,     0,     0,   215,   216,   360,   217,   218,
     219,   220,   221,   222,   223,   224,   225,   226,   227,     0,
       0,     0,     0,     0,     0,     0,     0,   191,   192,   193,
     194,   195,   196,   197,   198,   199,   200,   201,   202,   203,
     204,   205,   190,     0,     0,   206,   207,   208,   209,   210,
     211,   212,   213,   214,   190,     0,     0,     0,   215,   216,
       0,   217,   218,   219,   220,   221,   222,   223,   224,   225,
     226,   227,     0,     0,     0,     0,     0,     0,     0,     0,
       0,   192,   193,   194,     0,     0,     0,   198,   199,   200,
     201,   202,   203,   192,   193,   194,     0,     0,   190,   198,
     199,   200,   201,   202,   203,     0,     0,     0,     0,     0,
     190,     0,     0,     0,   217,   218,   219,   220,   221,   222,
     223,   224,   225,   226,   227,     0,     0,   218,   219,   220,
     221,   222,   223,   224,   225,   226,   227,   192,   193,   194,
       0,     0,     0,   198,   199,   200,   201,   202,   203,   192,
     193,   194,     0,     0,     0,   198,   199,   200,   201,   202,
     203,     0,     0,     0,     0,     0,     0,     0,     0,     0,
       0,     0,   219,   220,   221,   222,   223,   224,   225,   226,
     227,     0,     0,     0,     0,   220,   221,   222,   223,   224,
     225,   226,   227,    97,    98,     0,     0,    99,   100,   101,
     102,   103,   104,   105,   106,   107,   108,   109,   110,   111,
     112,   113,   114,   115,   116,   117,     0,     0,     0,     0,
       0,     0,     0,     0,     0,     0,     0,     0,     0,     0,
       0,     0,     0,     0,   118,   119,     0,     0,     0,     0,
       0,     0,     0,     0,     0,     0,     0,     0,   121,   122,
       0,     0,     0,     0,     0,   123,     0,     0,     0,   124,
     125,   185,     0,    97,    98,   126,   127,    99,   100,   101,
     102,   103,   104,   105,   106,   107,   108,   109,   110,   111,
     112,   113,   114,   115,   116,   117,     0,     0,     0,     0,
       0,     0,     0,     0,     0,     0,     0,     0,     0,     0,
       0,     0,     0,     0,   118,   119,     0,     0,     0,     0,
       0,     0,     0,     0,     0,     0,     0,     0,   121,   122,
       0,     0,     0,     0,     0,   123,     0,     0,     0,   124,
     125,     0,     0,    97,    98,   126,   127,    99,   100,   101,
     102,   103,   104,   105,   106,   107,   108,   109,   110,   111,
     112,   113,   114,   115,   116,   117,     0,     0,     0,     0,
       0,     0,     0,     0,     0,     0,     0,     0,     0,     0,
       0,     0,     0,     0,     0,     0,     0,     0,     0,     0,
       0,     0,     0,     0,     0,     0,     0,     0,     0,     0,
       0,     0,     0,     0,     0,     0,     0,     0,     0,     0,
       0,     0,     0,     0,     0,   126
};

static const yytype_int16 yycheck[] =
{
      18,    50,    30,    60,    22,    76,    55,    23,    23,    80,
      21,    25,   232,   326,    95,   327,    77,    30,   332,   100,
     393,   334,    28,   336,    67,    74,   190,    47,    26,    78,
      31,    32,    43,    90,    91,    31,    32,    80,    28,    29,
     101,     0,     1,   416,     3,     4,     5,     6,    46,     6,
      68,    69,    66,    23,    97,    93,    67,   100,    96,    23,
     374,    97,   376,    99,   121,   122,   123,   124,   125,   126,
     127,    30,   385,   387,   386,   389,    93,    97,    96,    96,
      96,    96,    96,     4,    90,    95,   143,   100,    89,    90,
      50,    51,    52,    89,    90,    96,   153,   154,   411,   413,
      90,   158,    23,    23,    97,   162,   163,   164,   165,    78,
      23,    23,    81,    33,    34,    19,    20,   145,    77,    88,
     148,    33,    34,    89,    90,    91,    92,    93,    88,    89,
      90,    91,    92,    93,   191,   192,   193,   194,   195,   196,
     197,    64,    65,   200,   201,   202,   203,   204,   205,   206,
     207,   208,   209,   210,   211,   212,   213,   214,   215,   216,
     217,   218,   219,   220,   221,   222,   223,   224,   225,   226,
     227,   335,   392,    97,    82,   232,   100,    91,    92,    93,
      89,    90,    11,   166,   167,   168,   169,   170,   171,   172,
     173,   174,   175,   176,    97,   359,    88,    89,    90,    91,
      92,    93,    97,    97,    99,    99,    97,    97,    99,    99,
      97,    98,    97,    98,     7,   233,   234,   274,    97,    98,
      96,    50,    51,    52,    97,    98,    80,    56,    57,    58,
      59,    60,    61,    62,    63,   253,    97,    98,    97,    98,
      96,    11,    97,    98,    97,    98,    97,    98,    97,    98,
     321,   322,    81,    80,    83,    84,    85,    86,    87,    88,
      89,    90,    91,    92,    93,    97,    98,    41,    42,   326,
     327,   118,   119,    95,    28,    98,    95,   334,    99,   336,
      50,    51,    52,   340,    99,    95,    56,    57,    58,    59,
      60,    61,    62,    95,   343,    95,    95,   346,    95,   100,
      95,    95,    77,   360,    95,    95,    95,    95,    95,    95,
      95,    95,    95,    83,    84,    85,    86,    87,    88,    89,
      90,    91,    92,    93,    95,    97,    95,    95,   385,   386,
      95,    95,    99,    93,    97,   392,    23,    99,   395,    22,
      29,    29,    23,    80,    80,    98,    97,    77,    23,    98,
      11,   400,    98,    97,   411,     1,    98,    11,    82,    80,
      23,     7,    28,     9,    10,   414,     8,    13,    14,    15,
      16,    17,    18,    77,    23,    21,    12,    23,    24,    98,
     398,    27,    28,    29,    30,    31,    32,    33,    34,    35,
      36,    37,    38,    39,    40,    41,    42,    43,    44,    45,
      98,    97,    47,    98,    97,    29,    98,    57,    52,   325,
     241,   388,   359,   413,   161,    -1,   274,    -1,    64,    65,
      -1,    -1,    -1,    -1,    -1,    -1,    -1,    -1,    -1,    -1,
      -1,    77,    78,    79,    -1,    -1,    -1,    -1,    -1,    85,
      -1,    -1,    -1,    89,    90,    -1,    -1,    -1,    -1,    95,
      96,    -1,    -1,    -1,   100,   101,     7,    -1,     9,    10,
      -1,    -1,    13,    14,    15,    16,    17,    18,    -1,    -1,
      21,    -1,    23,    24,    -1,    -1,    27,    28,    29,    30,
      31,    32,    33,    34,    35,    36,    37,    38,    39,    40,
      41,    42,    43,    44,    45,    -1,    -1,    -1,    -1,    -1,
      -1,    -1,    -1,    -1,    -1,    -1,    -1,    -1,    -1,    -1,
      -1,    -1,    11,    64,    65,    -1,    -1,    -1,    -1,    -1,
      -1,    -1,    -1,    -1,    -1,    -1,    77,    78,    79,    -1,
      -1,    -1,    -1,    -1,    85,    -1,    -1,    -1,    89,    90,
      -1,    -1,    -1,    -1,    95,    96,    -1,    -1,    -1,   100,
      49,    50,    51,    52,    53,    54,    55,    56,    57,    58,
      59,    60,    61,    62,    63,    11,    -1,    -1,    67,    68,
      69,    70,    71,    72,    73,    74,    75,    -1,    -1,    -1,
      -1,    80,    81,    -1,    83,    84,    85,    86,    87,    88,
      89,    90,    91,    92,    93,    -1,    -1,    -1,    97,    98,
      -1,    -1,    -1,    49,    50,    51,    52,    53,    54,    55,
      56,    57,    58,    59,    60,    61,    62,    63,    11,    -1,
      -1,    67,    68,    69,    70,    71,    72,    73,    74,    75,
      -1,    -1,    -1,    -1,    80,    81,    -1,    83,    84,    85,
      86,    87,    88,    89,    90,    91,    92,    93,    -1,    -1,
      -1,    -1,    98,    -1,    -1,    -1,    49,    50,    51,    52,
      53,    54,    55,    56,    57,    58,    59,    60,    61,    62,
      63,    11,    -1,    -1,    67,    68,    69,    70,    71,    72,
      73,    74,    75,    -1,    -1,    -1,    -1,    80,    81,    -1,
      83,    84,    85,    86,    87,    88,    89,    90,    91,    92,
      93,    -1,    -1,    -1,    -1,    98,    -1,    -1,    -1,    49,
      50,    51,    52,    53,    54,    55,    56,    57,    58,    59,
      60,    61,    62,    63,    11,    -1,    -1,    67,    68,    69,
      70,    71,    72,    73,    74,    75,    -1,    -1,    -1,    -1,
      80,    81,    -1,    83,    84,    85,    86,    87,    88,    89,
      90,    91,    92,    93,    -1,    -1,    -1,    -1,    98,    -1,
      -1,    -1,    49,    50,    51,    52,    53,    54,    55,    56,
      57,    58,    59,    60,    61,    62,    63,    11,    -1,    -1,
      67,    68,    69,    70,    71,    72,    73,    74,    75,    -1,
      -1,    -1,    -1,    80,    81,    -1,    83,    84,    85,    86,
      87,    88,    89,    90,    91,    92,    93,    -1,    -1,    -1,
      -1,    98,    -1,    -1,    -1,    49,    50,    51,    52,    53,
      54,    55,    56,    57,    58,    59,    60,    61,    62,    63,
      11,    -1,    -1,    67,    68,    69,    70,    71,    72,    73,
      74,    75,    -1,    -1,    -1,    -1,    80,    81,    -1,    83,
      84,    85,    86,    87,    88,    89,    90,    91,    92,    93,
      -1,    -1,    -1,    -1,    98,    -1,    -1,    -1,    49,    50,
      51,    52,    53,    54,    55,    56,    57,    58,    59,    60,
      61,    62,    63,    11,    -1,    -1,    67,    68,    69,    70,
      71,    72,    73,    74,    75,    -1,    -1,    -1,    -1,    80,
      81,    -1,    83,    84,    85,    86,    87,    88,    89,    90,
      91,    92,    93,    -1,    -1,    -1,    -1,    98,    -1,    -1,
      -1,    49,    50,    51,    52,    53,    54,    55,    56,    57,
      58,    59,    60,    61,    62,    63,    11,    -1,    -1,    67,
      68,    69,    70,    71,    72,    73,    74,    75,    -1,    -1,
      -1,    -1,    80,    81,    -1,    83,    84,    85,    86,    87,
      88,    89,    90,    91,    92,    93,    -1,    -1,    -1,    97,
      -1,    -1,    -1,    -1,    49,    50,    51,    52,    53,    54,
      55,    56,    57,    58,    59,    60,    61,    62,    63,    11,
      -1,    -1,    67,    68,    69,    70,    71,    72,    73,    74,
      75,    -1,    -1,    -1,    -1,    80,    81,    82,    83,    84,
      85,    86,    87,    88,    89,    90,    91,    92,    93,    -1,
      -1,    -1,    -1,    -1,    -1,    -1,    -1,    49,    50,    51,
      52,    53,    54,    55,    56,    57,    58,    59,    60,    61,
      62,    63,    11,    -1,    -1,    67,    68,    69,    70,    71,
      72,    73,    74,    75,    11,    -1,    -1,    -1,    80,    81,
      -1,    83,    84,    85,    86,    87,    88,    89,    90,    91,
      92,    93,    -1,    -1,    -1,    -1,    -1,    -1,    -1,    -1,
      -1,    50,    51,    52,    -1,    -1,    -1,    56,    57,    58,
      59,    60,    61,    50,    51,    52,    -1,    -1,    11,    56,
      57,    58,    59,    60,    61,    -1,    -1,    -1,    -1,    -1,
      11,    -1,    -1,    -1,    83,    84,    85,    86,    87,    88,
      89,    90,    91,    92,    93,    -1,    -1,    84,    85,    86,
      87,    88,    89,    90,    91,    92,    93,    50,    51,    52,
      -1,    -1,    -1,    56,    57,    58,    59,    60,    61,    50,
      51,    52,    -1,    -1,    -1,    56,    57,    58,    59,    60,
      61,    -1,    -1,    -1,    -1,    -1,    -1,    -1,    -1,    -1,
      -1,    -1,    85,    86,    87,    88,    89,    90,    91,    92,
      93,    -1,    -1,    -1,    -1,    86,    87,    88,    89,    90,
      91,    92,    93,    23,    24,    -1,    -1,    27,    28,    29,
      30,    31,    32,    33,    34,    35,    36,    37,    38,    39,
      40,    41,    42,    43,    44,    45,    -1,    -1,    -1,    -1,
      -1,    -1,    -1,    -1,    -1,    -1,    -1,    -1,    -1,    -1,
      -1,    -1,    -1,    -1,    64,    65,    -1,    -1,    -1,    -1,
      -1,    -1,    -1,    -1,    -1,    -1,    -1,    -1,    78,    79,
      -1,    -1,    -1,    -1,    -1,    85,    -1,    -1,    -1,    89,
      90,    91,    -1,    23,    24,    95,    96,    27,    28,    29,
      30,    31,    32,    33,    34,    35,    36,    37,    38,    39,
      40,    41,    42,    43,    44,    45,    -1,    -1,    -1,    -1,
      -1,    -1,    -1,    -1,    -1,    -1,    -1,    -1,    -1,    -1,
      -1,    -1,    -1,    -1,    64,    65,    -1,    -1,    -1,    -1,
      -1,    -1,    -1,    -1,    -1,    -1,    -1,    -1,    78,    79,
      -1,    -1,    -1,    -1,    -1,    85,    -1,    -1,    -1,    89,
      90,    -1,    -1,    23,    24,    95,    96,    27,    28,    29,
      30,    31,    32,    33,    34,    35,    36,    37,    38,    39,
      40,    41,    42,    43,    44,    45,    -1,    -1,    -1,    -1,
      -1,    -1,    -1,    -1,    -1,    -1,    -1,    -1,    -1,    -1,
      -1,    -1,    -1,    -1,    -1,    -1,    -1,    -1,    -1,    -1,
      -1,    -1,    -1,    -1,    -1,    -1,    -1,    -1,    -1,    -1,
      -1,    -1,    -1,    -1,    -1,    -1,    -1,    -1,    -1,    -1,
      -1,    -1,    -1,    -1,    -1,    95
};

/* YYSTOS[STATE-NUM] -- The symbol kind of the accessing symbol of
   state STATE-NUM.  */
static const yytype_uint8 yystos[] =
{
       0,   103,     0,     1,     3,     4,     5,     6,    30,    77,
     104,   105,   106,   117,   118,   119,   125,   126,   127,     6,
      26,    46,   107,   108,   111,   112,    23,   120,   122,     4,
      23,   121,   123,    23,    30,   100,   135,    95,   114,   108,
     113,    67,    80,    97,   135,    78,    81,    88,   109,    93,
      96,   124,    97,   121,    93,    96,   124,    97,    82,   132,
     136,    28,    29,    90,   115,   116,    47,    97,   107,   107,
     108,   112,     7,   110,    96,   116,    80,   122,    96,   116,
      80,   123,    19,    20,   133,    95,     1,     7,     9,    10,
      13,    14,    15,    16,    17,    18,    21,    23,    24,    27,
      28,    29,    30,    31,    32,    33,    34,    35,    36,    37,
      38,    39,    40,    41,    42,    43,    44,    45,    64,    65,
      77,    78,    79,    85,    89,    90,    95,    96,   101,   135,
     137,   138,   148,   149,   150,   151,   152,   153,    28,    98,
     108,   135,   135,    95,   116,    99,   115,   116,    99,   115,
     128,    77,   101,    95,    95,    95,   148,   148,    95,   135,
      95,    95,    95,    95,    95,    95,    95,    95,    95,    95,
      95,    95,    95,    95,    95,    95,    95,   149,   149,   148,
     148,   148,   148,   148,   148,    91,   148,   157,   158,    77,
      11,    49,    50,    51,    52,    53,    54,    55,    56,    57,
      58,    59,    60,    61,    62,    63,    67,    68,    69,    70,
      71,    72,    73,    74,    75,    80,    81,    83,    84,    85,
      86,    87,    88,    89,    90,    91,    92,    93,    64,    65,
      25,    66,    96,    97,    97,   148,    99,    93,   124,    99,
     124,    23,   129,   130,   131,   148,   139,   148,    23,    96,
     140,   141,   148,    22,   148,   155,   156,   155,   148,   148,
     148,   148,   156,   156,   156,   156,   156,   156,   156,   156,
     156,   156,   156,    98,    97,    99,    23,   153,   154,   148,
     148,   148,   148,   148,   148,   148,    29,    29,   148,   148,
     148,   148,   148,   148,   148,   148,   148,   148,   148,   148,
     148,   148,   148,   148,   148,   148,   148,   148,   148,   148,
     148,   148,   148,   148,   148,   148,    23,   157,   135,   135,
      98,    80,    80,   132,    98,    97,    98,    77,    89,    90,
     145,   146,    23,   142,    98,    11,    98,    95,   135,    98,
      97,    98,    98,    97,    98,    98,    97,    98,    98,    98,
      98,    98,    98,    98,    98,    98,    98,    98,   158,    11,
      82,    99,   115,   115,    82,   134,   131,   137,   139,    80,
     145,    97,    99,   137,    23,   143,   153,   137,    23,   148,
     116,   116,   154,   148,    28,     8,    77,    23,    96,    23,
      31,    32,    96,   144,   145,    12,   147,   145,    98,    98,
      97,   137,   139,   145,   142,   145,   157,   146,   148,   135,
     116,    98,    99,    99,    97,   137,   144,   145,   116,   146,
      98
};

/* YYR1[RULE-NUM] -- Symbol kind of the left-hand side of rule RULE-NUM.  */
static const yytype_uint8 yyr1[] =
{
       0,   102,   103,   103,   104,   104,   104,   104,   104,   104,
     105,   106,   106,   106,   106,   106,   107,   107,   108,   109,
     109,   109,   110,   110,   111,   111,   112,   112,   113,   113,
     114,   114,   115,   115,   116,   116,   117,   118,   119,   119,
     119,   120,   120,   121,   121,   122,   122,   122,   122,   122,
     123,   123,   123,   123,   123,   124,   124,   125,   125,   126,
     126,   128,   127,   129,   129,   130,   130,   131,   132,   132,
     133,   133,   134,   134,   135,   135,   136,   136,   136,   137,
     137,   137,   137,   137,   137,   137,   137,   137,   137,   137,
     138,   138,   138,   138,   138,   138,   138,   139,   139,   140,
     141,   141,   141,   141,   142,   142,   143,   143,   143,   143,
     143,   144,   144,   145,   145,   146,   146,   147,   147,   148,
     148,   148,   148,   148,   148,   148,   148,   148,   148,   148,
     148,   148,   148,   148,   148,   148,   148,   148,   148,   148,
     148,   148,   148,   148,   148,   148,   148,   148,   148,   148,
     148,   148,   148,   148,   148,   148,   148,   148,   148,   148,
     148,   148,   148,   148,   148,   148,   148,   148,   149,   149,
     149,   149,   150,   150,   150,   150,   150,   150,   150,   150,
     150,   151,   151,   152,   152,   152,   152,   152,   152,   152,
     152,   152,   152,   152,   152,   152,   152,   153,   153,   154,
     154,   155,   155,   156,   156,   157,   157,   158,   158
};

/* YYR2[RULE-NUM] -- Number of symbols on the right-hand side of rule RULE-NUM.  */
static const yytype_int8 yyr2[] =
{
       0,     2,     0,     2,     1,     1,     1,     1,     1,     1,
       1,     3,     5,     7,     5,     7,     1,     3,     3,     0,
       1,     1,     0,     4,     1,     3,     2,     3,     1,     3,
       0,     3,     1,     1,     1,     2,     1,     1,     2,     2,
       3,     1,     3,     1,     3,     2,     4,     5,     5,     7,
       2,     4,     5,     5,     7,     0,     1,     1,     2,     2,
       2,     0,     8,     0,     1,     1,     3,     2,     0,     2,
       1,     1,     0,     2,     3,     4,     0,     2,     3,     1,
       1,     1,     2,     5,     7,     5,     9,     5,     4,     7,
       1,     1,     2,     1,     1,     1,     2,     0,     1,     4,
       2,     3,     5,     6,     2,     4,     2,     5,     3,     6,
       2,     1,     1,     0,     1,     1,     1,     0,     2,     1,
       3,     3,     3,     3,     3,     3,     3,     3,     3,     3,
       3,     3,     3,     3,     5,     3,     3,     3,     3,     3,
       3,     3,     3,     3,     3,     3,     3,     3,     3,     3,
       3,     3,     3,     3,     3,     3,     3,     3,     2,     2,
       2,     2,     2,     5,     2,     2,     2,     2,     1,     1,
       1,     1,     1,     1,     3,     1,     1,     1,     3,     4,
       2,     4,     4,     4,     4,     6,     4,     4,     4,     4,
       4,     4,     4,     4,     4,     4,     4,     4,    10,     1,
       1,     0,     1,     1,     3,     1,     3,     1,     1
};


enum { YYENOMEM = -2 };

#define yyerrok         (yyerrstatus = 0)
#define yyclearin       (yychar = T_YYEMPTY)

#define YYACCEPT        goto yyacceptlab
#define YYABORT         goto yyabortlab
#define YYERROR         goto yyerrorlab
#define YYNOMEM         goto yyexhaustedlab


#define YYRECOVERING()  (!!yyerrstatus)

#define YYBACKUP(Token, Value)                                    \
  do                                                              \
    if (yychar == T_YYEMPTY)                                        \
      {                                                           \
        yychar = (Token);                                         \
        yylval = (Value);                                         \
        YYPOPSTACK (yylen);                                       \
        yystate = *yyssp;                                         \
        YY_LAC_DISCARD ("YYBACKUP");                              \
        goto yybackup;                                            \
      }                                                           \
    else                                                          \
      {                                                           \
        yyerror (&yylloc, p, YY_("syntax error: cannot back up")); \
        YYERROR;                                                  \
      }                                                           \
  while (0)

/* Backward compatibility with an undocumented macro.
   Use T_YYerror or T_YYUNDEF. */
#define YYERRCODE T_YYUNDEF

/* YYLLOC_DEFAULT -- Set CURRENT to span from RHS[1] to RHS[N].
   If N is 0, then set CURRENT to the empty location which ends
   the previous symbol: RHS[0] (always defined).  */

#ifndef YYLLOC_DEFAULT
# define YYLLOC_DEFAULT(Current, Rhs, N)                                \
    do                                                                  \
      if (N)                                                            \
        {                                                               \
          (Current).first_line   = YYRHSLOC (Rhs, 1).first_line;        \
          (Current).first_column = YYRHSLOC (Rhs, 1).first_column;      \
          (Current).last_line    = YYRHSLOC (Rhs, N).last_line;         \
          (Current).last_column  = YYRHSLOC (Rhs, N).last_column;       \
        }                                                               \
      else                                                              \
        {                                                               \
          (Current).first_line   = (Current).last_line   =              \
            YYRHSLOC (Rhs, 0).last_line;                                \
          (Current).first_column = (Current).last_column =              \
            YYRHSLOC (Rhs, 0).last_column;                              \
        }                                                               \
    while (0)
#endif

#define YYRHSLOC(Rhs, K) ((Rhs)[K])


/* Enable debugging if requested.  */
#if YYDEBUG

# ifndef YYFPRINTF
#  include <stdio.h> /* INFRINGES ON USER NAME SPACE */
#  define YYFPRINTF fprintf
# endif

# define YYDPRINTF(Args)                        \
do {                                            \
  if (yydebug)                                  \
    YYFPRINTF Args;                             \
} while (0)


/* YYLOCATION_PRINT -- Print the location on the stream.
   This macro was not mandated originally: define only if we know
   we won't break user code: when these are the locations we know.  */

# ifndef YYLOCATION_PRINT

#  if defined YY_LOCATION_PRINT

   /* Temporary convenience wrapper in case some people defined the
      undocumented and private YY_LOCATION_PRINT macros.  */
#   define YYLOCATION_PRINT(File, Loc)  YY_LOCATION_PRINT(File, *(Loc))

#  elif defined YYLTYPE_IS_TRIVIAL && YYLTYPE_IS_TRIVIAL

/* Print *YYLOCP on YYO.  Private, do not rely on its existence. */

YY_ATTRIBUTE_UNUSED
static int
yy_location_print_ (FILE *yyo, YYLTYPE const * const yylocp)
{
  int res = 0;
  int end_col = 0 != yylocp->last_column ? yylocp->last_column - 1 : 0;
  if (0 <= yylocp->first_line)
    {
      res += YYFPRINTF (yyo, "%d", yylocp->first_line);
      if (0 <= yylocp->first_column)
        res += YYFPRINTF (yyo, ".%d", yylocp->first_column);
    }
  if (0 <= yylocp->last_line)
    {
      if (yylocp->first_line < yylocp->last_line)
        {
          res += YYFPRINTF (yyo, "-%d", yylocp->last_line);
          if (0 <= end_col)
            res += YYFPRINTF (yyo, ".%d", end_col);
        }
      else if (0 <= end_col && yylocp->first_column < end_col)
        res += YYFPRINTF (yyo, "-%d", end_col);
    }
  return res;
}

#   define YYLOCATION_PRINT  yy_location_print_

    /* Temporary convenience wrapper in case some people defined the
       undocumented and private YY_LOCATION_PRINT macros.  */
#   define YY_LOCATION_PRINT(File, Loc)  YYLOCATION_PRINT(File, &(Loc))

#  else

#   define YYLOCATION_PRINT(File, Loc) ((void) 0)
    /* Temporary convenience wrapper in case some people defined the
       undocumented and private YY_LOCATION_PRINT macros.  */
#   define YY_LOCATION_PRINT  YYLOCATION_PRINT

#  endif
# endif /* !defined YYLOCATION_PRINT */


# define YY_SYMBOL_PRINT(Title, Kind, Value, Location)                    \
do {                                                                      \
  if (yydebug)                                                            \
    {                                                                     \
      YYFPRINTF (stderr, "%s ", Title);                                   \
      yy_symbol_print (stderr,                                            \
                  Kind, Value, Location, p); \
      YYFPRINTF (stderr, "\n");                                           \
    }                                                                     \
} while (0)


/*-----------------------------------.
| Print this symbol's value on YYO.  |
`-----------------------------------*/

static void
yy_symbol_value_print (FILE *yyo,
                       yysymbol_kind_t yykind, YYSTYPE const * const yyvaluep, YYLTYPE const * const yylocationp, struct parser *p)
{
  FILE *yyoutput = yyo;
  YY_USE (yyoutput);
  YY_USE (yylocationp);
  YY_USE (p);
  if (!yyvaluep)
    return;
  YY_IGNORE_MAYBE_UNINITIALIZED_BEGIN
  YY_USE (yykind);
  YY_IGNORE_MAYBE_UNINITIALIZED_END
}


/*---------------------------.
| Print this symbol on YYO.  |
`---------------------------*/

static void
yy_symbol_print (FILE *yyo,
                 yysymbol_kind_t yykind, YYSTYPE const * const yyvaluep, YYLTYPE const * const yylocationp, struct parser *p)
{
  YYFPRINTF (yyo, "%s %s (",
             yykind < YYNTOKENS ? "token" : "nterm", yysymbol_name (yykind));

  YYLOCATION_PRINT (yyo, yylocationp);
  YYFPRINTF (yyo, ": ");
  yy_symbol_value_print (yyo, yykind, yyvaluep, yylocationp, p);
  YYFPRINTF (yyo, ")");
}

/*------------------------------------------------------------------.
| yy_stack_print -- Print the state stack from its BOTTOM up to its |
| TOP (included).                                                   |
`------------------------------------------------------------------*/

static void
yy_stack_print (yy_state_t *yybottom, yy_state_t *yytop)
{
  YYFPRINTF (stderr, "Stack now");
  for (; yybottom <= yytop; yybottom++)
    {
      int yybot = *yybottom;
      YYFPRINTF (stderr, " %d", yybot);
    }
  YYFPRINTF (stderr, "\n");
}

# define YY_STACK_PRINT(Bottom, Top)                            \
do {                                                            \
  if (yydebug)                                                  \
    yy_stack_print ((Bottom), (Top));                           \
} while (0)


/*------------------------------------------------.
| Report that the YYRULE is going to be reduced.  |
`------------------------------------------------*/

static void
yy_reduce_print (yy_state_t *yyssp, YYSTYPE *yyvsp, YYLTYPE *yylsp,
                 int yyrule, struct parser *p)
{
  int yylno = yyrline[yyrule];
  int yynrhs = yyr2[yyrule];
  int yyi;
  YYFPRINTF (stderr, "Reducing stack by rule %d (line %d):\n",
             yyrule - 1, yylno);
  /* The symbols being reduced.  */
  for (yyi = 0; yyi < yynrhs; yyi++)
    {
      YYFPRINTF (stderr, "   $%d = ", yyi + 1);
      yy_symbol_print (stderr,
                       YY_ACCESSING_SYMBOL (+yyssp[yyi + 1 - yynrhs]),
                       &yyvsp[(yyi + 1) - (yynrhs)],
                       &(yylsp[(yyi + 1) - (yynrhs)]), p);
      YYFPRINTF (stderr, "\n");
    }
}

# define YY_REDUCE_PRINT(Rule)          \
do {                                    \
  if (yydebug)                          \
    yy_reduce_print (yyssp, yyvsp, yylsp, Rule, p); \
} while (0)

/* Nonzero means print parse trace.  It is left uninitialized so that
   multiple parsers can coexist.  */
int yydebug;
#else /* !YYDEBUG */
# define YYDPRINTF(Args) ((void) 0)
# define YY_SYMBOL_PRINT(Title, Kind, Value, Location)
# define YY_STACK_PRINT(Bottom, Top)
# define YY_REDUCE_PRINT(Rule)
#endif /* !YYDEBUG */


/* YYINITDEPTH -- initial size of the parser's stacks.  */
#ifndef YYINITDEPTH
# define YYINITDEPTH 200
#endif

/* YYMAXDEPTH -- maximum size the stacks can grow to (effective only
   if the built-in stack extension method is used).

   Do not make this value too large; the results are undefined if
   YYSTACK_ALLOC_MAXIMUM < YYSTACK_BYTES (YYMAXDEPTH)
   evaluated with infinite-precision integer arithmetic.  */

#ifndef YYMAXDEPTH
# define YYMAXDEPTH 10000
#endif


/* Given a state stack such that *YYBOTTOM is its bottom, such that
   *YYTOP is either its top or is YYTOP_EMPTY to indicate an empty
   stack, and such that *YYCAPACITY is the maximum number of elements it
   can hold without a reallocation, make sure there is enough room to
   store YYADD more elements.  If not, allocate a new stack using
   YYSTACK_ALLOC, copy the existing elements, and adjust *YYBOTTOM,
   *YYTOP, and *YYCAPACITY to reflect the new capacity and memory
   location.  If *YYBOTTOM != YYBOTTOM_NO_FREE, then free the old stack
   using YYSTACK_FREE.  Return 0 if successful or if no reallocation is
   required.  Return YYENOMEM if memory is exhausted.  */
static int
yy_lac_stack_realloc (YYPTRDIFF_T *yycapacity, YYPTRDIFF_T yyadd,
#if YYDEBUG
                      char const *yydebug_prefix,
                      char const *yydebug_suffix,
#endif
                      yy_state_t **yybottom,
                      yy_state_t *yybottom_no_free,
                      yy_state_t **yytop, yy_state_t *yytop_empty)
{
  YYPTRDIFF_T yysize_old =
    *yytop == yytop_empty ? 0 : *yytop - *yybottom + 1;
  YYPTRDIFF_T yysize_new = yysize_old + yyadd;
  if (*yycapacity < yysize_new)
    {
      YYPTRDIFF_T yyalloc = 2 * yysize_new;
      yy_state_t *yybottom_new;
      /* Use YYMAXDEPTH for maximum stack size given that the stack
         should never need to grow larger than the main state stack
         needs to grow without LAC.  */
      if (YYMAXDEPTH < yysize_new)
        {
          YYDPRINTF ((stderr, "%smax size exceeded%s", yydebug_prefix,
                      yydebug_suffix));
          return YYENOMEM;
        }
      if (YYMAXDEPTH < yyalloc)
        yyalloc = YYMAXDEPTH;
      yybottom_new =
        YY_CAST (yy_state_t *,
                 YYSTACK_ALLOC (YY_CAST (YYSIZE_T,
                                         yyalloc * YYSIZEOF (*yybottom_new))));
      if (!yybottom_new)
        {
          YYDPRINTF ((stderr, "%srealloc failed%s", yydebug_prefix,
                      yydebug_suffix));
          return YYENOMEM;
        }
      if (*yytop != yytop_empty)
        {
          YYCOPY (yybottom_new, *yybottom, yysize_old);
          *yytop = yybottom_new + (yysize_old - 1);
        }
      if (*yybottom != yybottom_no_free)
        YYSTACK_FREE (*yybottom);
      *yybottom = yybottom_new;
      *yycapacity = yyalloc;
    }
  return 0;
}

/* Establish the initial context for the current lookahead if no initial
   context is currently established.

   We define a context as a snapshot of the parser stacks.  We define
   the initial context for a lookahead as the context in which the
   parser initially examines that lookahead in order to select a
   syntactic action.  Thus, if the lookahead eventually proves
   syntactically unacceptable (possibly in a later context reached via a
   series of reductions), the initial context can be used to determine
   the exact set of tokens that would be syntactically acceptable in the
   lookahead's place.  Moreover, it is the context after which any
   further semantic actions would be erroneous because they would be
   determined by a syntactically unacceptable token.

   YY_LAC_ESTABLISH should be invoked when a reduction is about to be
   performed in an inconsistent state (which, for the purposes of LAC,
   includes consistent states that don't know they're consistent because
   their default reductions have been disabled).  Iff there is a
   lookahead token, it should also be invoked before reporting a syntax
   error.  This latter case is for the sake of the debugging output.

   For parse.lac=full, the implementation of YY_LAC_ESTABLISH is as
   follows.  If no initial context is currently established for the
   current lookahead, then check if that lookahead can eventually be
   shifted if syntactic actions continue from the current context.
   Report a syntax error if it cannot.  */
#define YY_LAC_ESTABLISH                                                \
do {                                                                    \
  if (!yy_lac_established)                                              \
    {                                                                   \
      YYDPRINTF ((stderr,                                               \
                  "LAC: initial context established for %s\n",          \
                  yysymbol_name (yytoken)));                            \
      yy_lac_established = 1;                                           \
      switch (yy_lac (yyesa, &yyes, &yyes_capacity, yyssp, yytoken))    \
        {                                                               \
        case YYENOMEM:                                                  \
          YYNOMEM;                                                      \
        case 1:                                                         \
          goto yyerrlab;                                                \
        }                                                               \
    }                                                                   \
} while (0)

/* Discard any previous initial lookahead context because of Event,
   which may be a lookahead change or an invalidation of the currently
   established initial context for the current lookahead.

   The most common example of a lookahead change is a shift.  An example
   of both cases is syntax error recovery.  That is, a syntax error
   occurs when the lookahead is syntactically erroneous for the
   currently established initial context, so error recovery manipulates
   the parser stacks to try to find a new initial context in which the
   current lookahead is syntactically acceptable.  If it fails to find
   such a context, it discards the lookahead.  */
#if YYDEBUG
# define YY_LAC_DISCARD(Event)                                           \
do {                                                                     \
  if (yy_lac_established)                                                \
    {                                                                    \
      YYDPRINTF ((stderr, "LAC: initial context discarded due to "       \
                  Event "\n"));                                          \
      yy_lac_established = 0;                                            \
    }                                                                    \
} while (0)
#else
# define YY_LAC_DISCARD(Event) yy_lac_established = 0
#endif

/* Given the stack whose top is *YYSSP, return 0 iff YYTOKEN can
   eventually (after perhaps some reductions) be shifted, return 1 if
   not, or return YYENOMEM if memory is exhausted.  As preconditions and
   postconditions: *YYES_CAPACITY is the allocated size of the array to
   which *YYES points, and either *YYES = YYESA or *YYES points to an
   array allocated with YYSTACK_ALLOC.  yy_lac may overwrite the
   contents of either array, alter *YYES and *YYES_CAPACITY, and free
   any old *YYES other than YYESA.  */
static int
yy_lac (yy_state_t *yyesa, yy_state_t **yyes,
        YYPTRDIFF_T *yyes_capacity, yy_state_t *yyssp, yysymbol_kind_t yytoken)
{
  yy_state_t *yyes_prev = yyssp;
  yy_state_t *yyesp = yyes_prev;
  /* Reduce until we encounter a shift and thereby accept the token.  */
  YYDPRINTF ((stderr, "LAC: checking lookahead %s:", yysymbol_name (yytoken)));
  if (yytoken == YYSYMBOL_YYUNDEF)
    {
      YYDPRINTF ((stderr, " Always Err\n"));
      return 1;
    }
  while (1)
    {
      int yyrule = yypact[+*yyesp];
      if (yypact_value_is_default (yyrule)
          || (yyrule += yytoken) < 0 || YYLAST < yyrule
          || yycheck[yyrule] != yytoken)
        {
          /* Use the default action.  */
          yyrule = yydefact[+*yyesp];
          if (yyrule == 0)
            {
              YYDPRINTF ((stderr, " Err\n"));
              return 1;
            }
        }
      else
        {
          /* Use the action from yytable.  */
          yyrule = yytable[yyrule];
          if (yytable_value_is_error (yyrule))
            {
              YYDPRINTF ((stderr, " Err\n"));
              return 1;
            }
          if (0 < yyrule)
            {
              YYDPRINTF ((stderr, " S%d\n", yyrule));
              return 0;
            }
          yyrule = -yyrule;
        }
      /* By now we know we have to simulate a reduce.  */
      YYDPRINTF ((stderr, " R%d", yyrule - 1));
      {
        /* Pop the corresponding number of values from the stack.  */
        YYPTRDIFF_T yylen = yyr2[yyrule];
        /* First pop from the LAC stack as many tokens as possible.  */
        if (yyesp != yyes_prev)
          {
            YYPTRDIFF_T yysize = yyesp - *yyes + 1;
            if (yylen < yysize)
              {
                yyesp -= yylen;
                yylen = 0;
              }
            else
              {
                yyesp = yyes_prev;
                yylen -= yysize;
              }
          }
        /* Only afterwards look at the main stack.  */
        if (yylen)
          yyesp = yyes_prev -= yylen;
      }
      /* Push the resulting state of the reduction.  */
      {
        yy_state_fast_t yystate;
        {
          const int yylhs = yyr1[yyrule] - YYNTOKENS;
          const int yyi = yypgoto[yylhs] + *yyesp;
          yystate = (0 <= yyi && yyi <= YYLAST && yycheck[yyi] == *yyesp
                     ? yytable[yyi]
                     : yydefgoto[yylhs]);
        }
        if (yyesp == yyes_prev)
          {
            yyesp = *yyes;
            YY_IGNORE_USELESS_CAST_BEGIN
            *yyesp = YY_CAST (yy_state_t, yystate);
            YY_IGNORE_USELESS_CAST_END
          }
        else
          {
            if (yy_lac_stack_realloc (yyes_capacity, 1,
#if YYDEBUG
                                      " (", ")",
#endif
                                      yyes, yyesa, &yyesp, yyes_prev))
              {
                YYDPRINTF ((stderr, "\n"));
                return YYENOMEM;
              }
            YY_IGNORE_USELESS_CAST_BEGIN
            *++yyesp = YY_CAST (yy_state_t, yystate);
            YY_IGNORE_USELESS_CAST_END
          }
        YYDPRINTF ((stderr, " G%d", yystate));
      }
    }
}

/* Context of a parse error.  */
typedef struct
{
  yy_state_t *yyssp;
  yy_state_t *yyesa;
  yy_state_t **yyes;
  YYPTRDIFF_T *yyes_capacity;
  yysymbol_kind_t yytoken;
  YYLTYPE *yylloc;
} yypcontext_t;

/* Put in YYARG at most YYARGN of the expected tokens given the
   current YYCTX, and return the number of tokens stored in YYARG.  If
   YYARG is null, return the number of expected tokens (guaranteed to
   be less than YYNTOKENS).  Return YYENOMEM on memory exhaustion.
   Return 0 if there are more than YYARGN expected tokens, yet fill
   YYARG up to YYARGN. */
static int
yypcontext_expected_tokens (const yypcontext_t *yyctx,
                            yysymbol_kind_t yyarg[], int yyargn)
{
  /* Actual size of YYARG. */
  int yycount = 0;

  int yyx;
  for (yyx = 0; yyx < YYNTOKENS; ++yyx)
    {
      yysymbol_kind_t yysym = YY_CAST (yysymbol_kind_t, yyx);
      if (yysym != YYSYMBOL_YYerror && yysym != YYSYMBOL_YYUNDEF)
        switch (yy_lac (yyctx->yyesa, yyctx->yyes, yyctx->yyes_capacity, yyctx->yyssp, yysym))
          {
          case YYENOMEM:
            return YYENOMEM;
          case 1:
            continue;
          default:
            if (!yyarg)
              ++yycount;
            else if (yycount == yyargn)
              return 0;
            else
              yyarg[yycount++] = yysym;
          }
    }
  if (yyarg && yycount == 0 && 0 < yyargn)
    yyarg[0] = YYSYMBOL_YYEMPTY;
  return yycount;
}




/* The kind of the lookahead of this context.  */
static yysymbol_kind_t
yypcontext_token (const yypcontext_t *yyctx) YY_ATTRIBUTE_UNUSED;

static yysymbol_kind_t
yypcontext_token (const yypcontext_t *yyctx)
{
  return yyctx->yytoken;
}

/* The location of the lookahead of this context.  */
static YYLTYPE *
yypcontext_location (const yypcontext_t *yyctx) YY_ATTRIBUTE_UNUSED;

static YYLTYPE *
yypcontext_location (const yypcontext_t *yyctx)
{
  return yyctx->yylloc;
}

/* User defined function to report a syntax error.  */
static int
yyreport_syntax_error (const yypcontext_t *yyctx, struct parser *p);

/*-----------------------------------------------.
| Release the memory associated to this symbol.  |
`-----------------------------------------------*/

static void
yydestruct (const char *yymsg,
            yysymbol_kind_t yykind, YYSTYPE *yyvaluep, YYLTYPE *yylocationp, struct parser *p)
{
  YY_USE (yyvaluep);
  YY_USE (yylocationp);
  YY_USE (p);
  if (!yymsg)
    yymsg = "Deleting";
  YY_SYMBOL_PRINT (yymsg, yykind, yyvaluep, yylocationp);

  YY_IGNORE_MAYBE_UNINITIALIZED_BEGIN
  YY_USE (yykind);
  YY_IGNORE_MAYBE_UNINITIALIZED_END
}






/*----------.
| yyparse.  |
`----------*/

int
yyparse (struct parser *p)
{
/* Lookahead token kind.  */
int yychar;


/* The semantic value of the lookahead symbol.  */
/* Default value used for initialization, for pacifying older GCCs
   or non-GCC compilers.  */
YY_INITIAL_VALUE (static YYSTYPE yyval_default;)
YYSTYPE yylval YY_INITIAL_VALUE (= yyval_default);

/* Location data for the lookahead symbol.  */
static YYLTYPE yyloc_default
# if defined YYLTYPE_IS_TRIVIAL && YYLTYPE_IS_TRIVIAL
  = { 1, 1, 1, 1 }
# endif
;
YYLTYPE yylloc = yyloc_default;

    /* Number of syntax errors so far.  */
    int yynerrs = 0;

    yy_state_fast_t yystate = 0;
    /* Number of tokens to shift before error messages enabled.  */
    int yyerrstatus = 0;

    /* Refer to the stacks through separate pointers, to allow yyoverflow
       to reallocate them elsewhere.  */

    /* Their size.  */
    YYPTRDIFF_T yystacksize = YYINITDEPTH;

    /* The state stack: array, bottom, top.  */
    yy_state_t yyssa[YYINITDEPTH];
    yy_state_t *yyss = yyssa;
    yy_state_t *yyssp = yyss;

    /* The semantic value stack: array, bottom, top.  */
    YYSTYPE yyvsa[YYINITDEPTH];
    YYSTYPE *yyvs = yyvsa;
    YYSTYPE *yyvsp = yyvs;

    /* The location stack: array, bottom, top.  */
    YYLTYPE yylsa[YYINITDEPTH];
    YYLTYPE *yyls = yylsa;
    YYLTYPE *yylsp = yyls;

    yy_state_t yyesa[20];
    yy_state_t *yyes = yyesa;
    YYPTRDIFF_T yyes_capacity = 20 < YYMAXDEPTH ? 20 : YYMAXDEPTH;

  /* Whether LAC context is established.  A Boolean.  */
  int yy_lac_established = 0;
  int yyn;
  /* The return value of yyparse.  */
  int yyresult;
  /* Lookahead symbol kind.  */
  yysymbol_kind_t yytoken = YYSYMBOL_YYEMPTY;
  /* The variables used to return semantic value and location from the
     action routines.  */
  YYSTYPE yyval;
  YYLTYPE yyloc;

  /* The locations where the error started and ended.  */
  YYLTYPE yyerror_range[3];



#define YYPOPSTACK(N)   (yyvsp -= (N), yyssp -= (N), yylsp -= (N))

  /* The number of symbols on the RHS of the reduced rule.
     Keep to zero when no symbol should be popped.  */
  int yylen = 0;

  YYDPRINTF ((stderr, "Starting parse\n"));

  yychar = T_YYEMPTY; /* Cause a token to be read.  */

  yylsp[0] = yylloc;
  goto yysetstate;


/*------------------------------------------------------------.
| yynewstate -- push a new state, which is found in yystate.  |
`------------------------------------------------------------*/
yynewstate:
  /* In all cases, when you get here, the value and location stacks
     have just been pushed.  So pushing a state here evens the stacks.  */
  yyssp++;


/*--------------------------------------------------------------------.
| yysetstate -- set current state (the top of the stack) to yystate.  |
`--------------------------------------------------------------------*/
yysetstate:
  YYDPRINTF ((stderr, "Entering state %d\n", yystate));
  YY_ASSERT (0 <= yystate && yystate < YYNSTATES);
  YY_IGNORE_USELESS_CAST_BEGIN
  *yyssp = YY_CAST (yy_state_t, yystate);
  YY_IGNORE_USELESS_CAST_END
  YY_STACK_PRINT (yyss, yyssp);

  if (yyss + yystacksize - 1 <= yyssp)
#if !defined yyoverflow && !defined YYSTACK_RELOCATE
    YYNOMEM;
#else
    {
      /* Get the current used size of the three stacks, in elements.  */
      YYPTRDIFF_T yysize = yyssp - yyss + 1;

# if defined yyoverflow
      {
        /* Give user a chance to reallocate the stack.  Use copies of
           these so that the &'s don't force the real ones into
           memory.  */
        yy_state_t *yyss1 = yyss;
        YYSTYPE *yyvs1 = yyvs;
        YYLTYPE *yyls1 = yyls;

        /* Each stack pointer address is followed by the size of the
           data in use in that stack, in bytes.  This used to be a
           conditional around just the two extra args, but that might
           be undefined if yyoverflow is a macro.  */
        yyoverflow (YY_("memory exhausted"),
                    &yyss1, yysize * YYSIZEOF (*yyssp),
                    &yyvs1, yysize * YYSIZEOF (*yyvsp),
                    &yyls1, yysize * YYSIZEOF (*yylsp),
                    &yystacksize);
        yyss = yyss1;
        yyvs = yyvs1;
        yyls = yyls1;
      }
# else /* defined YYSTACK_RELOCATE */
      /* Extend the stack our own way.  */
      if (YYMAXDEPTH <= yystacksize)
        YYNOMEM;
      yystacksize *= 2;
      if (YYMAXDEPTH < yystacksize)
        yystacksize = YYMAXDEPTH;

      {
        yy_state_t *yyss1 = yyss;
        union yyalloc *yyptr =
          YY_CAST (union yyalloc *,
                   YYSTACK_ALLOC (YY_CAST (YYSIZE_T, YYSTACK_BYTES (yystacksize))));
        if (! yyptr)
          YYNOMEM;
        YYSTACK_RELOCATE (yyss_alloc, yyss);
        YYSTACK_RELOCATE (yyvs_alloc, yyvs);
        YYSTACK_RELOCATE (yyls_alloc, yyls);
#  undef YYSTACK_RELOCATE
        if (yyss1 != yyssa)
          YYSTACK_FREE (yyss1);
      }
# endif

      yyssp = yyss + yysize - 1;
      yyvsp = yyvs + yysize - 1;
      yylsp = yyls + yysize - 1;

      YY_IGNORE_USELESS_CAST_BEGIN
      YYDPRINTF ((stderr, "Stack size increased to %ld\n",
                  YY_CAST (long, yystacksize)));
      YY_IGNORE_USELESS_CAST_END

      if (yyss + yystacksize - 1 <= yyssp)
        YYABORT;
    }
#endif /* !defined yyoverflow && !defined YYSTACK_RELOCATE */


  if (yystate == YYFINAL)
    YYACCEPT;

  goto yybackup;


/*-----------.
| yybackup.  |
`-----------*/
yybackup:
  /* Do appropriate processing given the current state.  Read a
     lookahead token if we need one and don't already have one.  */

  /* First try to decide what to do without reference to lookahead token.  */
  yyn = yypact[yystate];
  if (yypact_value_is_default (yyn))
    goto yydefault;

  /* Not known => get a lookahead token if don't already have one.  */

  /* YYCHAR is either empty, or end-of-input, or a valid lookahead.  */
  if (yychar == T_YYEMPTY)
    {
      YYDPRINTF ((stderr, "Reading a token\n"));
      yychar = yylex (&yylval, &yylloc, p);
    }

  if (yychar <= T_YYEOF)
    {
      yychar = T_YYEOF;
      yytoken = YYSYMBOL_YYEOF;
      YYDPRINTF ((stderr, "Now at end of input.\n"));
    }
  else if (yychar == T_YYerror)
    {
      /* The scanner already issued an error message, process directly
         to error recovery.  But do not keep the error token as
         lookahead, it is too special and may lead us to an endless
         loop in error recovery. */
      yychar = T_YYUNDEF;
      yytoken = YYSYMBOL_YYerror;
      yyerror_range[1] = yylloc;
      goto yyerrlab1;
    }
  else
    {
      yytoken = YYTRANSLATE (yychar);
      YY_SYMBOL_PRINT ("Next token is", yytoken, &yylval, &yylloc);
    }

  /* If the proper action on seeing token YYTOKEN is to reduce or to
     detect an error, take that action.  */
  yyn += yytoken;
  if (yyn < 0 || YYLAST < yyn || yycheck[yyn] != yytoken)
    {
      YY_LAC_ESTABLISH;
      goto yydefault;
    }
  yyn = yytable[yyn];
  if (yyn <= 0)
    {
      if (yytable_value_is_error (yyn))
        goto yyerrlab;
      yyn = -yyn;
      YY_LAC_ESTABLISH;
      goto yyreduce;
    }

  /* Count tokens shifted since error; after three, turn off error
     status.  */
  if (yyerrstatus)
    yyerrstatus--;

  /* Shift the lookahead token.  */
  YY_SYMBOL_PRINT ("Shifting", yytoken, &yylval, &yylloc);
  yystate = yyn;
  YY_IGNORE_MAYBE_UNINITIALIZED_BEGIN
  *++yyvsp = yylval;
  YY_IGNORE_MAYBE_UNINITIALIZED_END
  *++yylsp = yylloc;

  /* Discard the shifted token.  */
  yychar = T_YYEMPTY;
  YY_LAC_DISCARD ("shift");
  goto yynewstate;


/*-----------------------------------------------------------.
| yydefault -- do the default action for the current state.  |
`-----------------------------------------------------------*/
yydefault:
  yyn = yydefact[yystate];
  if (yyn == 0)
    goto yyerrlab;
  goto yyreduce;


/*-----------------------------.
| yyreduce -- do a reduction.  |
`-----------------------------*/
yyreduce:
  /* yyn is the number of a rule to reduce with.  */
  yylen = yyr2[yyn];

  /* If YYLEN is nonzero, implement the default value of the action:
     '$$ = $1'.

     Otherwise, the following line sets YYVAL to garbage.
     This behavior is undocumented and Bison
     users should not rely upon it.  Assigning to YYVAL
     unconditionally makes the parser a bit smaller, and it avoids a
     GCC warning that YYVAL may be used uninitialized.  */
  yyval = yyvsp[1-yylen];

  /* Default location. */
  YYLLOC_DEFAULT (yyloc, (yylsp - yylen), yylen);
  yyerror_range[1] = yyloc;
  YY_REDUCE_PRINT (yyn);
  {
    int yychar_backup = yychar;
    switch (yyn)
      {
  case 7: /* item: EMBED  */
#line 142 "parser/grammar.y"
                                        { declare_embed(p, (yyvsp[0].embed)); }
#line 2403 "parser/grammar.c"
    break;

  case 9: /* item: error  */
#line 144 "parser/grammar.y"
                                        {
						/* what is dropped is up to tokens.c; the next fault is news */
						if (p->skip_top && p->tok.kind) {
							yyclearin;
							yyerrok;
						}
					}
#line 2415 "parser/grammar.c"
    break;

  case 10: /* probe_word: PROBE  */
#line 155 "parser/grammar.y"
                                        { yyerrok; p->in_function = false; }
#line 2421 "parser/grammar.c"
    break;

  case 11: /* probe: probe_word points block  */
#line 159 "parser/grammar.y"
                                                        { declare_probe(p, (yylsp[-2]), (yyvsp[-1].points), (yyvsp[0].s).s); }
#line 2427 "parser/grammar.c"
    break;

  case 12: /* probe: probe_word points '=' points block  */
#line 160 "parser/grammar.y"
                                                        { declare_alias(p, (yylsp[-3]), (yyvsp[-3].points), (yyvsp[-1].points), (yyvsp[0].s).s, NULL); }
#line 2433 "parser/grammar.c"
    break;

  case 13: /* probe: probe_word points '=' points block ',' block  */
#line 161 "parser/grammar.y"
                                                        { declare_alias(p, (yylsp[-5]), (yyvsp[-5].points), (yyvsp[-3].points), (yyvsp[-2].s).s, (yyvsp[0].s).s); }
#line 2439 "parser/grammar.c"
    break;

  case 14: /* probe: probe_word points ADD_EQ points block  */
#line 162 "parser/grammar.y"
                                                        { declare_alias(p, (yylsp[-3]), (yyvsp[-3].points), (yyvsp[-1].points), NULL, (yyvsp[0].s).s); }
#line 2445 "parser/grammar.c"
    break;

  case 15: /* probe: probe_word points ADD_EQ points block ',' block  */
#line 164 "parser/grammar.y"
                                        {
						diag_error(p->diag, (yylsp[-4]), "'+=' takes one block; a prologue and an epilogue "
							   "go with '='");
					}
#line 2454 "parser/grammar.c"
    break;

  case 17: /* points: points ',' point  */
#line 172 "parser/grammar.y"
                                        { (yyval.points) = points_join(p, (yyvsp[-2].points), (yyvsp[0].points)); }
#line 2460 "parser/grammar.c"
    break;

  case 18: /* point: components opt_flag opt_condition  */
#line 176 "parser/grammar.y"
                                        {
						(yyval.points) = (yyvsp[-2].points);
						points_flag(p, (yyval.points), (yyvsp[-1].sign), (yylsp[-1]));
						points_condition(p, (yyval.points), (yyvsp[0].e).e, (yylsp[0]));
					}
#line 2470 "parser/grammar.c"
    break;

  case 19: /* opt_flag: %empty  */
#line 184 "parser/grammar.y"
                                        { (yyval.sign) = 0; }
#line 2476 "parser/grammar.c"
    break;

  case 20: /* opt_flag: '?'  */
#line 185 "parser/grammar.y"
                                        { (yyval.sign) = '?'; }
#line 2482 "parser/grammar.c"
    break;

  case 21: /* opt_flag: '!'  */
#line 186 "parser/grammar.y"
                                        { (yyval.sign) = '!'; }
#line 2488 "parser/grammar.c"
    break;

  case 22: /* opt_condition: %empty  */
#line 190 "parser/grammar.y"
                                        { (yyval.e) = operand_of(NULL, 0); }
#line 2494 "parser/grammar.c"
    break;

  case 23: /* opt_condition: IF '(' expr ')'  */
#line 191 "parser/grammar.y"
                                        { (yyval.e) = (yyvsp[-1].e); }
#line 2500 "parser/grammar.c"
    break;

  case 25: /* components: components '.' component  */
#line 196 "parser/grammar.y"
                                        { (yyval.points) = points_product(p, (yyvsp[-2].points), (yyvsp[0].points), (yylsp[0])); }
#line 2506 "parser/grammar.c"
    break;

  case 26: /* component: COMPONENT opt_literal  */
#line 200 "parser/grammar.y"
                                        { (yyval.points) = points_one(p, (yyvsp[-1].name), (yyvsp[0].literal), (yylsp[-1])); }
#line 2512 "parser/grammar.c"
    break;

  case 27: /* component: LBRACE alts RBRACE  */
#line 201 "parser/grammar.y"
                                        { (yyval.points) = (yyvsp[-1].points); }
#line 2518 "parser/grammar.c"
    break;

  case 29: /* alts: alts ',' point  */
#line 206 "parser/grammar.y"
                                        { (yyval.points) = points_join(p, (yyvsp[-2].points), (yyvsp[0].points)); }
#line 2524 "parser/grammar.c"
    break;

  case 30: /* opt_literal: %empty  */
#line 210 "parser/grammar.y"
                                        { (yyval.literal) = NULL; }
#line 2530 "parser/grammar.c"
    break;

  case 31: /* opt_literal: '(' scalar ')'  */
#line 211 "parser/grammar.y"
                                        { (yyval.literal) = (yyvsp[-1].literal); }
#line 2536 "parser/grammar.c"
    break;

  case 32: /* scalar: integer  */
#line 215 "parser/grammar.y"
                                        { (yyval.literal) = expr_number(p->arena, (yylsp[0]), (yyvsp[0].number)); }
#line 2542 "parser/grammar.c"
    break;

  case 33: /* scalar: STRING  */
#line 216 "parser/grammar.y"
                                        { (yyval.literal) = expr_string(p->arena, (yylsp[0]), (yyvsp[0].text)->s, (yyvsp[0].text)->len); }
#line 2548 "parser/grammar.c"
    break;

  case 35: /* integer: '-' NUMBER  */
#line 221 "parser/grammar.y"
                                        { (yyval.number) = (int64_t)(0 - (uint64_t)(yyvsp[0].number)); }
#line 2554 "parser/grammar.c"
    break;

  case 36: /* global_word: GLOBAL  */
#line 226 "parser/grammar.y"
                                        { yyerrok; p->in_function = false; }
#line 2560 "parser/grammar.c"
    break;

  case 37: /* private_word: PRIVATE  */
#line 228 "parser/grammar.y"
                                        { yyerrok; p->in_function = false; }
#line 2566 "parser/grammar.c"
    break;

  case 45: /* global: IDENT opt_wrap  */
#line 248 "parser/grammar.y"
                                        { declare_global(p, (yylsp[-1]), (yyvsp[-1].name), false, false, 0, (yylsp[-1]), (yyvsp[0].flag), NULL); }
#line 2572 "parser/grammar.c"
    break;

  case 46: /* global: IDENT opt_wrap '=' scalar  */
#line 249 "parser/grammar.y"
                                        { declare_global(p, (yylsp[-3]), (yyvsp[-3].name), false, false, 0, (yylsp[-3]), (yyvsp[-2].flag), (yyvsp[0].literal)); }
#line 2578 "parser/grammar.c"
    break;

  case 47: /* global: IDENT '[' integer ']' opt_wrap  */
#line 251 "parser/grammar.y"
                                        { declare_global(p, (yylsp[-4]), (yyvsp[-4].name), false, true, (yyvsp[-2].number), (yylsp[-2]), (yyvsp[0].flag), NULL); }
#line 2584 "parser/grammar.c"
    break;

  case 48: /* global: IDENT '%' '[' integer ']'  */
#line 252 "parser/grammar.y"
                                        { declare_global(p, (yylsp[-4]), (yyvsp[-4].name), false, true, (yyvsp[-1].number), (yylsp[-1]), true, NULL); }
#line 2590 "parser/grammar.c"
    break;

  case 49: /* global: IDENT '[' integer ']' opt_wrap '=' scalar  */
#line 254 "parser/grammar.y"
                                        {
						diag_error(p->diag, (yylsp[-1]), "an array cannot be given a value here: "
							   "fill '%s' in a 'probe begin'", (yyvsp[-6].name));
					}
#line 2599 "parser/grammar.c"
    break;

  case 50: /* private: IDENT opt_wrap  */
#line 261 "parser/grammar.y"
                                        { declare_global(p, (yylsp[-1]), (yyvsp[-1].name), true, false, 0, (yylsp[-1]), (yyvsp[0].flag), NULL); }
#line 2605 "parser/grammar.c"
    break;

  case 51: /* private: IDENT opt_wrap '=' scalar  */
#line 262 "parser/grammar.y"
                                        { declare_global(p, (yylsp[-3]), (yyvsp[-3].name), true, false, 0, (yylsp[-3]), (yyvsp[-2].flag), (yyvsp[0].literal)); }
#line 2611 "parser/grammar.c"
    break;

  case 52: /* private: IDENT '[' integer ']' opt_wrap  */
#line 264 "parser/grammar.y"
                                        { declare_global(p, (yylsp[-4]), (yyvsp[-4].name), true, true, (yyvsp[-2].number), (yylsp[-2]), (yyvsp[0].flag), NULL); }
#line 2617 "parser/grammar.c"
    break;

  case 53: /* private: IDENT '%' '[' integer ']'  */
#line 265 "parser/grammar.y"
                                        { declare_global(p, (yylsp[-4]), (yyvsp[-4].name), true, true, (yyvsp[-1].number), (yylsp[-1]), true, NULL); }
#line 2623 "parser/grammar.c"
    break;

  case 54: /* private: IDENT '[' integer ']' opt_wrap '=' scalar  */
#line 267 "parser/grammar.y"
                                        {
						diag_error(p->diag, (yylsp[-1]), "an array cannot be given a value here: "
							   "fill '%s' in a 'probe begin'", (yyvsp[-6].name));
					}
#line 2632 "parser/grammar.c"
    break;

  case 55: /* opt_wrap: %empty  */
#line 274 "parser/grammar.y"
                                        { (yyval.flag) = false; }
#line 2638 "parser/grammar.c"
    break;

  case 56: /* opt_wrap: '%'  */
#line 275 "parser/grammar.y"
                                        { (yyval.flag) = true; }
#line 2644 "parser/grammar.c"
    break;

  case 57: /* opt_private: FUNCTION  */
#line 281 "parser/grammar.y"
                                        { yyerrok; (yyval.flag) = false; }
#line 2650 "parser/grammar.c"
    break;

  case 58: /* opt_private: PRIVATE FUNCTION  */
#line 282 "parser/grammar.y"
                                        { yyerrok; (yyval.flag) = true; }
#line 2656 "parser/grammar.c"
    break;

  case 59: /* function: function_head block  */
#line 286 "parser/grammar.y"
                                        { function_end(p, (yyvsp[-1].func), (yyvsp[0].s).s, NULL); }
#line 2662 "parser/grammar.c"
    break;

  case 60: /* function: function_head EMBED  */
#line 287 "parser/grammar.y"
                                        { function_end(p, (yyvsp[-1].func), NULL, (yyvsp[0].embed)); }
#line 2668 "parser/grammar.c"
    break;

  case 61: /* @1: %empty  */
#line 292 "parser/grammar.y"
                                              { (yyval.func) = function_begin(p, (yylsp[-2]), (yyvsp[-2].name), (yyvsp[-3].flag), (enum type)(yyvsp[-1].number), (yylsp[-1])); }
#line 2674 "parser/grammar.c"
    break;

  case 62: /* function_head: opt_private IDENT opt_type '(' @1 params ')' opt_priority  */
#line 294 "parser/grammar.y"
                                        { (yyval.func) = (yyvsp[-3].func); }
#line 2680 "parser/grammar.c"
    break;

  case 67: /* param: IDENT opt_type  */
#line 307 "parser/grammar.y"
                                        { function_param(p, p->func, (yyvsp[-1].name), (yylsp[-1]), (enum type)(yyvsp[0].number), (yylsp[0])); }
#line 2686 "parser/grammar.c"
    break;

  case 68: /* opt_type: %empty  */
#line 311 "parser/grammar.y"
                                        { (yyval.number) = TYPE_UNKNOWN; }
#line 2692 "parser/grammar.c"
    break;

  case 69: /* opt_type: ':' type  */
#line 312 "parser/grammar.y"
                                        { (yyval.number) = (yyvsp[0].number); }
#line 2698 "parser/grammar.c"
    break;

  case 70: /* type: LONG_TYPE  */
#line 316 "parser/grammar.y"
                                        { (yyval.number) = TYPE_LONG; }
#line 2704 "parser/grammar.c"
    break;

  case 71: /* type: STRING_TYPE  */
#line 317 "parser/grammar.y"
                                        { (yyval.number) = TYPE_STRING; }
#line 2710 "parser/grammar.c"
    break;

  case 73: /* opt_priority: ':' NUMBER  */
#line 322 "parser/grammar.y"
                                        { function_priority(p, p->func, (yyvsp[0].number), (yylsp[0])); }
#line 2716 "parser/grammar.c"
    break;

  case 74: /* block: '{' stmts '}'  */
#line 328 "parser/grammar.y"
                                        { (yyval.s) = (yyvsp[-1].s); (yyval.s).s->loc = (yylsp[-2]); }
#line 2722 "parser/grammar.c"
    break;

  case 75: /* block: '{' stmts error '}'  */
#line 329 "parser/grammar.y"
                                        { yyerrok; (yyval.s) = (yyvsp[-2].s); (yyval.s).s->loc = (yylsp[-3]); }
#line 2728 "parser/grammar.c"
    break;

  case 76: /* stmts: %empty  */
#line 333 "parser/grammar.y"
                                        { (yyval.s) = body_of(p, stmt_of(p, STMT_BLOCK, (yyloc)), 1); }
#line 2734 "parser/grammar.c"
    break;

  case 77: /* stmts: stmts stmt  */
#line 334 "parser/grammar.y"
                                        { (yyval.s) = (yyvsp[-1].s); block_add(p, &(yyval.s), (yyvsp[0].s)); }
#line 2740 "parser/grammar.c"
    break;

  case 78: /* stmts: stmts error ';'  */
#line 335 "parser/grammar.y"
                                        { yyerrok; (yyval.s) = (yyvsp[-2].s); }
#line 2746 "parser/grammar.c"
    break;

  case 79: /* stmt: ';'  */
#line 339 "parser/grammar.y"
                                        { (yyval.s) = body_of(p, stmt_of(p, STMT_NULL, (yylsp[0])), 1); }
#line 2752 "parser/grammar.c"
    break;

  case 81: /* stmt: simple  */
#line 341 "parser/grammar.y"
                                        { (yyval.s) = (yyvsp[0].s); }
#line 2758 "parser/grammar.c"
    break;

  case 82: /* stmt: simple ';'  */
#line 342 "parser/grammar.y"
                                        { (yyval.s) = (yyvsp[-1].s); (yyval.s).semicolon = true; }
#line 2764 "parser/grammar.c"
    break;

  case 83: /* stmt: IF '(' expr ')' stmt  */
#line 344 "parser/grammar.y"
                                        {
						struct stmt *s = stmt_of(p, STMT_IF, (yylsp[-4]));

						s->if_.cond = (yyvsp[-2].e).e;
						s->if_.then = (yyvsp[0].s).s;
						(yyval.s) = body_of(p, s, deeper((yyvsp[-2].e).depth, (yyvsp[0].s).depth));
					}
#line 2776 "parser/grammar.c"
    break;

  case 84: /* stmt: IF '(' expr ')' stmt ELSE stmt  */
#line 352 "parser/grammar.y"
                                        {
						struct stmt *s = stmt_of(p, STMT_IF, (yylsp[-6]));

						s->if_.cond = (yyvsp[-4].e).e;
						s->if_.then = (yyvsp[-2].s).s;
						s->if_.other = (yyvsp[0].s).s;
						(yyval.s) = body_of(p, s, deeper((yyvsp[-4].e).depth, deeper((yyvsp[-2].s).depth, (yyvsp[0].s).depth)));
					}
#line 2789 "parser/grammar.c"
    break;

  case 85: /* stmt: WHILE '(' expr ')' stmt  */
#line 361 "parser/grammar.y"
                                        {
						struct stmt *s = stmt_of(p, STMT_WHILE, (yylsp[-4]));

						s->while_.cond = (yyvsp[-2].e).e;
						s->while_.body = (yyvsp[0].s).s;
						(yyval.s) = body_of(p, s, deeper((yyvsp[-2].e).depth, (yyvsp[0].s).depth));
					}
#line 2801 "parser/grammar.c"
    break;

  case 86: /* stmt: FOR '(' opt_expr ';' opt_expr ';' opt_expr ')' stmt  */
#line 369 "parser/grammar.y"
                                        {
						struct stmt *s = stmt_of(p, STMT_FOR, (yylsp[-8]));

						s->for_.init = (yyvsp[-6].e).e;
						s->for_.cond = (yyvsp[-4].e).e;
						s->for_.step = (yyvsp[-2].e).e;
						s->for_.body = (yyvsp[0].s).s;
						(yyval.s) = body_of(p, s, deeper(deeper((yyvsp[-6].e).depth, (yyvsp[-4].e).depth),
									  deeper((yyvsp[-2].e).depth, (yyvsp[0].s).depth)));
					}
#line 2816 "parser/grammar.c"
    break;

  case 87: /* stmt: FOREACH '(' each_head ')' stmt  */
#line 380 "parser/grammar.y"
                                        { (yyval.s) = build_foreach(p, (yylsp[-4]), (yyvsp[-2].each), (yyvsp[0].s)); }
#line 2822 "parser/grammar.c"
    break;

  case 88: /* stmt: TRY block CATCH block  */
#line 381 "parser/grammar.y"
                                        {
						struct stmt *s = stmt_of(p, STMT_TRY, (yylsp[-3]));

						s->try_.body = (yyvsp[-2].s).s;
						s->try_.handler = (yyvsp[0].s).s;
						(yyval.s) = body_of(p, s, deeper((yyvsp[-2].s).depth, (yyvsp[0].s).depth));
					}
#line 2834 "parser/grammar.c"
    break;

  case 89: /* stmt: TRY block CATCH '(' IDENT ')' block  */
#line 389 "parser/grammar.y"
                                        {
						struct stmt *s = stmt_of(p, STMT_TRY, (yylsp[-6]));

						s->try_.body = (yyvsp[-5].s).s;
						s->try_.handler = (yyvsp[0].s).s;
						s->try_.var = expr_symbol(p->arena, (yylsp[-2]), (yyvsp[-2].name));
						(yyval.s) = body_of(p, s, deeper((yyvsp[-5].s).depth, (yyvsp[0].s).depth));
					}
#line 2847 "parser/grammar.c"
    break;

  case 90: /* simple: expr  */
#line 400 "parser/grammar.y"
                                        { (yyval.s) = stmt_with(p, STMT_EXPR, (yyvsp[0].e).e->loc, (yyvsp[0].e)); }
#line 2853 "parser/grammar.c"
    break;

  case 91: /* simple: RETURN  */
#line 401 "parser/grammar.y"
                                        { (yyval.s) = stmt_with(p, STMT_RETURN, (yylsp[0]), operand_of(NULL, 0)); }
#line 2859 "parser/grammar.c"
    break;

  case 92: /* simple: RETURN expr  */
#line 402 "parser/grammar.y"
                                        { (yyval.s) = stmt_with(p, STMT_RETURN, (yylsp[-1]), (yyvsp[0].e)); }
#line 2865 "parser/grammar.c"
    break;

  case 93: /* simple: NEXT  */
#line 403 "parser/grammar.y"
                                        { (yyval.s) = body_of(p, stmt_of(p, STMT_NEXT, (yylsp[0])), 1); }
#line 2871 "parser/grammar.c"
    break;

  case 94: /* simple: BREAK  */
#line 404 "parser/grammar.y"
                                        { (yyval.s) = body_of(p, stmt_of(p, STMT_BREAK, (yylsp[0])), 1); }
#line 2877 "parser/grammar.c"
    break;

  case 95: /* simple: CONTINUE  */
#line 405 "parser/grammar.y"
                                        { (yyval.s) = body_of(p, stmt_of(p, STMT_CONTINUE, (yylsp[0])), 1); }
#line 2883 "parser/grammar.c"
    break;

  case 96: /* simple: DELETE expr  */
#line 406 "parser/grammar.y"
                                        { (yyval.s) = build_delete(p, (yylsp[-1]), (yyvsp[0].e)); }
#line 2889 "parser/grammar.c"
    break;

  case 97: /* opt_expr: %empty  */
#line 410 "parser/grammar.y"
                                        { (yyval.e) = operand_of(NULL, 0); }
#line 2895 "parser/grammar.c"
    break;

  case 99: /* each_head: each_keys IN each_array opt_limit  */
#line 418 "parser/grammar.y"
                                        {
						(yyval.each) = (yyvsp[-3].each);
						(yyval.each)->base = (yyvsp[-1].each)->base;
						(yyval.each)->slice = (yyvsp[-1].each)->slice;
						(yyval.each)->limit = (yyvsp[0].e).e;
						(yyval.each)->depth = deeper((yyvsp[-1].each)->depth, (yyvsp[0].e).depth);
						if ((yyvsp[-1].each)->sorts) {
							foreach_sort(p, (yyval.each), (yyvsp[-1].each)->sort.direction, -1, (yyvsp[-1].each)->sort_loc);
							(yyval.each)->sort.stat = (yyvsp[-1].each)->sort.stat;
						}
					}
#line 2911 "parser/grammar.c"
    break;

  case 100: /* each_keys: IDENT sort  */
#line 432 "parser/grammar.y"
                                        {
						(yyval.each) = arena_new_of(p->arena, struct foreach_part);
						foreach_key(p, (yyval.each), (yyvsp[-1].name), (yylsp[-1]), (yyvsp[0].sign), (yylsp[0]));
					}
#line 2920 "parser/grammar.c"
    break;

  case 101: /* each_keys: '[' each_key_list ']'  */
#line 436 "parser/grammar.y"
                                        { (yyval.each) = (yyvsp[-1].each); }
#line 2926 "parser/grammar.c"
    break;

  case 102: /* each_keys: IDENT sort '=' IDENT sort  */
#line 437 "parser/grammar.y"
                                        {
						(yyval.each) = arena_new_of(p->arena, struct foreach_part);
						foreach_key(p, (yyval.each), (yyvsp[-1].name), (yylsp[-1]), (yyvsp[0].sign), (yylsp[0]));
						foreach_value(p, (yyval.each), (yyvsp[-4].name), (yylsp[-4]), (yyvsp[-3].sign), (yylsp[-3]));
					}
#line 2936 "parser/grammar.c"
    break;

  case 103: /* each_keys: IDENT sort '=' '[' each_key_list ']'  */
#line 443 "parser/grammar.y"
                                        { (yyval.each) = (yyvsp[-1].each); foreach_value(p, (yyval.each), (yyvsp[-5].name), (yylsp[-5]), (yyvsp[-4].sign), (yylsp[-4])); }
#line 2942 "parser/grammar.c"
    break;

  case 104: /* each_key_list: IDENT sort  */
#line 447 "parser/grammar.y"
                                        {
						(yyval.each) = arena_new_of(p->arena, struct foreach_part);
						foreach_key(p, (yyval.each), (yyvsp[-1].name), (yylsp[-1]), (yyvsp[0].sign), (yylsp[0]));
					}
#line 2951 "parser/grammar.c"
    break;

  case 105: /* each_key_list: each_key_list ',' IDENT sort  */
#line 451 "parser/grammar.y"
                                        { (yyval.each) = (yyvsp[-3].each); foreach_key(p, (yyval.each), (yyvsp[-1].name), (yylsp[-1]), (yyvsp[0].sign), (yylsp[0])); }
#line 2957 "parser/grammar.c"
    break;

  case 106: /* each_array: IDENT sort  */
#line 455 "parser/grammar.y"
                                        {
						(yyval.each) = foreach_array(p, expr_symbol(p->arena, (yylsp[-1]), (yyvsp[-1].name)), NULL);
						if ((yyvsp[0].sign))
							foreach_sort(p, (yyval.each), (yyvsp[0].sign), -1, (yylsp[0]));
					}
#line 2967 "parser/grammar.c"
    break;

  case 107: /* each_array: IDENT '[' keys ']' sort  */
#line 460 "parser/grammar.y"
                                        {
						(yyval.each) = foreach_array(p, expr_symbol(p->arena, (yylsp[-4]), (yyvsp[-4].name)), (yyvsp[-2].list));
						if ((yyvsp[0].sign))
							foreach_sort(p, (yyval.each), (yyvsp[0].sign), -1, (yylsp[0]));
					}
#line 2977 "parser/grammar.c"
    break;

  case 108: /* each_array: IDENT stat_word need_sort  */
#line 465 "parser/grammar.y"
                                        {
						(yyval.each) = foreach_array(p, expr_symbol(p->arena, (yylsp[-2]), (yyvsp[-2].name)), NULL);
						foreach_sort(p, (yyval.each), (yyvsp[0].sign), -1, (yylsp[0]));
						(yyval.each)->sort.stat = stat_op_of((yyvsp[-1].name));
					}
#line 2987 "parser/grammar.c"
    break;

  case 109: /* each_array: IDENT '[' keys ']' stat_word need_sort  */
#line 471 "parser/grammar.y"
                                        {
						(yyval.each) = foreach_array(p, expr_symbol(p->arena, (yylsp[-5]), (yyvsp[-5].name)), (yyvsp[-3].list));
						foreach_sort(p, (yyval.each), (yyvsp[0].sign), -1, (yylsp[0]));
						(yyval.each)->sort.stat = stat_op_of((yyvsp[-1].name));
					}
#line 2997 "parser/grammar.c"
    break;

  case 110: /* each_array: hist sort  */
#line 476 "parser/grammar.y"
                                        {
						(yyval.each) = foreach_array(p, (yyvsp[-1].e).e, NULL);
						(yyval.each)->depth = (yyvsp[-1].e).depth;
						if ((yyvsp[0].sign))
							foreach_sort(p, (yyval.each), (yyvsp[0].sign), -1, (yylsp[0]));
					}
#line 3008 "parser/grammar.c"
    break;

  case 113: /* sort: %empty  */
#line 490 "parser/grammar.y"
                                        { (yyval.sign) = 0; }
#line 3014 "parser/grammar.c"
    break;

  case 115: /* need_sort: '+'  */
#line 495 "parser/grammar.y"
                                        { (yyval.sign) = 1; }
#line 3020 "parser/grammar.c"
    break;

  case 116: /* need_sort: '-'  */
#line 496 "parser/grammar.y"
                                        { (yyval.sign) = -1; }
#line 3026 "parser/grammar.c"
    break;

  case 117: /* opt_limit: %empty  */
#line 500 "parser/grammar.y"
                                        { (yyval.e) = operand_of(NULL, 0); }
#line 3032 "parser/grammar.c"
    break;

  case 118: /* opt_limit: LIMIT expr  */
#line 501 "parser/grammar.y"
                                        { (yyval.e) = (yyvsp[0].e); }
#line 3038 "parser/grammar.c"
    break;

  case 120: /* expr: expr '=' expr  */
#line 508 "parser/grammar.y"
                                        { (yyval.e) = build_assign(p, (yylsp[-1]), OP_ASSIGN, (yyvsp[-2].e), (yyvsp[0].e)); }
#line 3044 "parser/grammar.c"
    break;

  case 121: /* expr: expr ACCUM expr  */
#line 509 "parser/grammar.y"
                                        { (yyval.e) = build_assign(p, (yylsp[-1]), OP_ACCUM, (yyvsp[-2].e), (yyvsp[0].e)); }
#line 3050 "parser/grammar.c"
    break;

  case 122: /* expr: expr ADD_EQ expr  */
#line 510 "parser/grammar.y"
                                        { (yyval.e) = build_assign(p, (yylsp[-1]), OP_ADD, (yyvsp[-2].e), (yyvsp[0].e)); }
#line 3056 "parser/grammar.c"
    break;

  case 123: /* expr: expr SUB_EQ expr  */
#line 511 "parser/grammar.y"
                                        { (yyval.e) = build_assign(p, (yylsp[-1]), OP_SUB, (yyvsp[-2].e), (yyvsp[0].e)); }
#line 3062 "parser/grammar.c"
    break;

  case 124: /* expr: expr MUL_EQ expr  */
#line 512 "parser/grammar.y"
                                        { (yyval.e) = build_assign(p, (yylsp[-1]), OP_MUL, (yyvsp[-2].e), (yyvsp[0].e)); }
#line 3068 "parser/grammar.c"
    break;

  case 125: /* expr: expr DIV_EQ expr  */
#line 513 "parser/grammar.y"
                                        { (yyval.e) = build_assign(p, (yylsp[-1]), OP_DIV, (yyvsp[-2].e), (yyvsp[0].e)); }
#line 3074 "parser/grammar.c"
    break;

  case 126: /* expr: expr MOD_EQ expr  */
#line 514 "parser/grammar.y"
                                        { (yyval.e) = build_assign(p, (yylsp[-1]), OP_MOD, (yyvsp[-2].e), (yyvsp[0].e)); }
#line 3080 "parser/grammar.c"
    break;

  case 127: /* expr: expr AND_EQ expr  */
#line 515 "parser/grammar.y"
                                        { (yyval.e) = build_assign(p, (yylsp[-1]), OP_AND, (yyvsp[-2].e), (yyvsp[0].e)); }
#line 3086 "parser/grammar.c"
    break;

  case 128: /* expr: expr OR_EQ expr  */
#line 516 "parser/grammar.y"
                                        { (yyval.e) = build_assign(p, (yylsp[-1]), OP_OR, (yyvsp[-2].e), (yyvsp[0].e)); }
#line 3092 "parser/grammar.c"
    break;

  case 129: /* expr: expr XOR_EQ expr  */
#line 517 "parser/grammar.y"
                                        { (yyval.e) = build_assign(p, (yylsp[-1]), OP_XOR, (yyvsp[-2].e), (yyvsp[0].e)); }
#line 3098 "parser/grammar.c"
    break;

  case 130: /* expr: expr CONCAT_EQ expr  */
#line 518 "parser/grammar.y"
                                        { (yyval.e) = build_assign(p, (yylsp[-1]), OP_CONCAT, (yyvsp[-2].e), (yyvsp[0].e)); }
#line 3104 "parser/grammar.c"
    break;

  case 131: /* expr: expr SHL_EQ expr  */
#line 519 "parser/grammar.y"
                                        { (yyval.e) = build_assign(p, (yylsp[-1]), OP_SHL, (yyvsp[-2].e), (yyvsp[0].e)); }
#line 3110 "parser/grammar.c"
    break;

  case 132: /* expr: expr SHR_EQ expr  */
#line 520 "parser/grammar.y"
                                        { (yyval.e) = build_assign(p, (yylsp[-1]), OP_SHR, (yyvsp[-2].e), (yyvsp[0].e)); }
#line 3116 "parser/grammar.c"
    break;

  case 133: /* expr: expr USHR_EQ expr  */
#line 521 "parser/grammar.y"
                                        { (yyval.e) = build_assign(p, (yylsp[-1]), OP_USHR, (yyvsp[-2].e), (yyvsp[0].e)); }
#line 3122 "parser/grammar.c"
    break;

  case 134: /* expr: expr '?' expr ':' expr  */
#line 522 "parser/grammar.y"
                                        { (yyval.e) = build_ternary(p, (yylsp[-3]), (yyvsp[-4].e), (yyvsp[-2].e), (yyvsp[0].e)); }
#line 3128 "parser/grammar.c"
    break;

  case 135: /* expr: expr LOR expr  */
#line 523 "parser/grammar.y"
                                        { (yyval.e) = build_binary(p, (yylsp[-1]), EXPR_LOGICAL, OP_LOR, (yyvsp[-2].e), (yyvsp[0].e)); }
#line 3134 "parser/grammar.c"
    break;

  case 136: /* expr: expr LAND expr  */
#line 524 "parser/grammar.y"
                                        { (yyval.e) = build_binary(p, (yylsp[-1]), EXPR_LOGICAL, OP_LAND, (yyvsp[-2].e), (yyvsp[0].e)); }
#line 3140 "parser/grammar.c"
    break;

  case 137: /* expr: expr '|' expr  */
#line 525 "parser/grammar.y"
                                        { (yyval.e) = build_binary(p, (yylsp[-1]), EXPR_BINARY, OP_OR, (yyvsp[-2].e), (yyvsp[0].e)); }
#line 3146 "parser/grammar.c"
    break;

  case 138: /* expr: expr '^' expr  */
#line 526 "parser/grammar.y"
                                        { (yyval.e) = build_binary(p, (yylsp[-1]), EXPR_BINARY, OP_XOR, (yyvsp[-2].e), (yyvsp[0].e)); }
#line 3152 "parser/grammar.c"
    break;

  case 139: /* expr: expr '&' expr  */
#line 527 "parser/grammar.y"
                                        { (yyval.e) = build_binary(p, (yylsp[-1]), EXPR_BINARY, OP_AND, (yyvsp[-2].e), (yyvsp[0].e)); }
#line 3158 "parser/grammar.c"
    break;

  case 140: /* expr: expr IN array  */
#line 528 "parser/grammar.y"
                                        {
						struct operand_list keys = { .depth = (yyvsp[-2].e).depth };

						vec_push(p->arena, &keys.v, (yyvsp[-2].e).e);
						(yyval.e) = build_in(p, (yylsp[-1]), keys, (yyvsp[0].e));
					}
#line 3169 "parser/grammar.c"
    break;

  case 141: /* expr: expr EQ expr  */
#line 534 "parser/grammar.y"
                                        { (yyval.e) = build_binary(p, (yylsp[-1]), EXPR_BINARY, OP_EQ, (yyvsp[-2].e), (yyvsp[0].e)); }
#line 3175 "parser/grammar.c"
    break;

  case 142: /* expr: expr NE expr  */
#line 535 "parser/grammar.y"
                                        { (yyval.e) = build_binary(p, (yylsp[-1]), EXPR_BINARY, OP_NE, (yyvsp[-2].e), (yyvsp[0].e)); }
#line 3181 "parser/grammar.c"
    break;

  case 143: /* expr: expr '<' expr  */
#line 536 "parser/grammar.y"
                                        { (yyval.e) = build_binary(p, (yylsp[-1]), EXPR_BINARY, OP_LT, (yyvsp[-2].e), (yyvsp[0].e)); }
#line 3187 "parser/grammar.c"
    break;

  case 144: /* expr: expr '>' expr  */
#line 537 "parser/grammar.y"
                                        { (yyval.e) = build_binary(p, (yylsp[-1]), EXPR_BINARY, OP_GT, (yyvsp[-2].e), (yyvsp[0].e)); }
#line 3193 "parser/grammar.c"
    break;

  case 145: /* expr: expr LE expr  */
#line 538 "parser/grammar.y"
                                        { (yyval.e) = build_binary(p, (yylsp[-1]), EXPR_BINARY, OP_LE, (yyvsp[-2].e), (yyvsp[0].e)); }
#line 3199 "parser/grammar.c"
    break;

  case 146: /* expr: expr GE expr  */
#line 539 "parser/grammar.y"
                                        { (yyval.e) = build_binary(p, (yylsp[-1]), EXPR_BINARY, OP_GE, (yyvsp[-2].e), (yyvsp[0].e)); }
#line 3205 "parser/grammar.c"
    break;

  case 147: /* expr: expr MATCH STRING  */
#line 540 "parser/grammar.y"
                                        { (yyval.e) = build_regex(p, (yylsp[-1]), (yyvsp[-2].e), (yyvsp[0].text), (yylsp[0]), false); }
#line 3211 "parser/grammar.c"
    break;

  case 148: /* expr: expr NMATCH STRING  */
#line 541 "parser/grammar.y"
                                        { (yyval.e) = build_regex(p, (yylsp[-1]), (yyvsp[-2].e), (yyvsp[0].text), (yylsp[0]), true); }
#line 3217 "parser/grammar.c"
    break;

  case 149: /* expr: expr SHL expr  */
#line 542 "parser/grammar.y"
                                        { (yyval.e) = build_binary(p, (yylsp[-1]), EXPR_BINARY, OP_SHL, (yyvsp[-2].e), (yyvsp[0].e)); }
#line 3223 "parser/grammar.c"
    break;

  case 150: /* expr: expr SHR expr  */
#line 543 "parser/grammar.y"
                                        { (yyval.e) = build_binary(p, (yylsp[-1]), EXPR_BINARY, OP_SHR, (yyvsp[-2].e), (yyvsp[0].e)); }
#line 3229 "parser/grammar.c"
    break;

  case 151: /* expr: expr USHR expr  */
#line 544 "parser/grammar.y"
                                        { (yyval.e) = build_binary(p, (yylsp[-1]), EXPR_BINARY, OP_USHR, (yyvsp[-2].e), (yyvsp[0].e)); }
#line 3235 "parser/grammar.c"
    break;

  case 152: /* expr: expr '.' expr  */
#line 545 "parser/grammar.y"
                                        { (yyval.e) = build_binary(p, (yylsp[-1]), EXPR_BINARY, OP_CONCAT, (yyvsp[-2].e), (yyvsp[0].e)); }
#line 3241 "parser/grammar.c"
    break;

  case 153: /* expr: expr '+' expr  */
#line 546 "parser/grammar.y"
                                        { (yyval.e) = build_binary(p, (yylsp[-1]), EXPR_BINARY, OP_ADD, (yyvsp[-2].e), (yyvsp[0].e)); }
#line 3247 "parser/grammar.c"
    break;

  case 154: /* expr: expr '-' expr  */
#line 547 "parser/grammar.y"
                                        { (yyval.e) = build_binary(p, (yylsp[-1]), EXPR_BINARY, OP_SUB, (yyvsp[-2].e), (yyvsp[0].e)); }
#line 3253 "parser/grammar.c"
    break;

  case 155: /* expr: expr '*' expr  */
#line 548 "parser/grammar.y"
                                        { (yyval.e) = build_binary(p, (yylsp[-1]), EXPR_BINARY, OP_MUL, (yyvsp[-2].e), (yyvsp[0].e)); }
#line 3259 "parser/grammar.c"
    break;

  case 156: /* expr: expr '/' expr  */
#line 549 "parser/grammar.y"
                                        { (yyval.e) = build_binary(p, (yylsp[-1]), EXPR_BINARY, OP_DIV, (yyvsp[-2].e), (yyvsp[0].e)); }
#line 3265 "parser/grammar.c"
    break;

  case 157: /* expr: expr '%' expr  */
#line 550 "parser/grammar.y"
                                        { (yyval.e) = build_binary(p, (yylsp[-1]), EXPR_BINARY, OP_MOD, (yyvsp[-2].e), (yyvsp[0].e)); }
#line 3271 "parser/grammar.c"
    break;

  case 158: /* expr: '+' expr  */
#line 551 "parser/grammar.y"
                                        { (yyval.e) = build_unary(p, (yylsp[-1]), OP_PLUS, (yyvsp[0].e)); }
#line 3277 "parser/grammar.c"
    break;

  case 159: /* expr: '-' expr  */
#line 552 "parser/grammar.y"
                                        { (yyval.e) = build_unary(p, (yylsp[-1]), OP_NEG, (yyvsp[0].e)); }
#line 3283 "parser/grammar.c"
    break;

  case 160: /* expr: '!' expr  */
#line 553 "parser/grammar.y"
                                        { (yyval.e) = build_unary(p, (yylsp[-1]), OP_NOT, (yyvsp[0].e)); }
#line 3289 "parser/grammar.c"
    break;

  case 161: /* expr: '~' expr  */
#line 554 "parser/grammar.y"
                                        { (yyval.e) = build_unary(p, (yylsp[-1]), OP_COMPL, (yyvsp[0].e)); }
#line 3295 "parser/grammar.c"
    break;

  case 162: /* expr: '&' expr  */
#line 555 "parser/grammar.y"
                                        { (yyval.e) = build_address(p, (yylsp[-1]), (yyvsp[0].e)); }
#line 3301 "parser/grammar.c"
    break;

  case 163: /* expr: '[' keys ']' IN array  */
#line 556 "parser/grammar.y"
                                        { (yyval.e) = build_in(p, (yylsp[-1]), *(yyvsp[-3].list), (yyvsp[0].e)); }
#line 3307 "parser/grammar.c"
    break;

  case 164: /* expr: primary INC  */
#line 557 "parser/grammar.y"
                                        { (yyval.e) = build_incdec(p, (yylsp[0]), OP_INC, false, (yyvsp[-1].e)); }
#line 3313 "parser/grammar.c"
    break;

  case 165: /* expr: primary DEC  */
#line 558 "parser/grammar.y"
                                        { (yyval.e) = build_incdec(p, (yylsp[0]), OP_DEC, false, (yyvsp[-1].e)); }
#line 3319 "parser/grammar.c"
    break;

  case 166: /* expr: INC primary  */
#line 559 "parser/grammar.y"
                                        { (yyval.e) = build_incdec(p, (yylsp[-1]), OP_INC, true, (yyvsp[0].e)); }
#line 3325 "parser/grammar.c"
    break;

  case 167: /* expr: DEC primary  */
#line 560 "parser/grammar.y"
                                        { (yyval.e) = build_incdec(p, (yylsp[-1]), OP_DEC, true, (yyvsp[0].e)); }
#line 3331 "parser/grammar.c"
    break;

  case 168: /* primary: NUMBER  */
#line 564 "parser/grammar.y"
                                        { (yyval.e) = literal(p, (yylsp[0]), (yyvsp[0].number)); }
#line 3337 "parser/grammar.c"
    break;

  case 169: /* primary: STRING  */
#line 565 "parser/grammar.y"
                                        { (yyval.e) = build_string(p, (yylsp[0]), (yyvsp[0].text)); }
#line 3343 "parser/grammar.c"
    break;

  case 170: /* primary: EMBED  */
#line 566 "parser/grammar.y"
                                        { (yyval.e) = build_embed(p, (yylsp[0]), (yyvsp[0].embed)); }
#line 3349 "parser/grammar.c"
    break;

  case 172: /* postfix: IDENT  */
#line 571 "parser/grammar.y"
                                        { (yyval.e) = operand_of(expr_symbol(p->arena, (yylsp[0]), (yyvsp[0].name)), 1); }
#line 3355 "parser/grammar.c"
    break;

  case 173: /* postfix: TARGET  */
#line 572 "parser/grammar.y"
                                        { (yyval.e) = build_target(p, (yylsp[0]), (yyvsp[0].name)); }
#line 3361 "parser/grammar.c"
    break;

  case 174: /* postfix: '(' expr ')'  */
#line 573 "parser/grammar.y"
                                        { (yyval.e) = (yyvsp[-1].e); (yyval.e).parens = true; }
#line 3367 "parser/grammar.c"
    break;

  case 178: /* postfix: postfix ARROW IDENT  */
#line 577 "parser/grammar.y"
                                        { (yyval.e) = build_field(p, (yylsp[0]), (yyvsp[-2].e), (yyvsp[0].name)); }
#line 3373 "parser/grammar.c"
    break;

  case 179: /* postfix: postfix '[' keys ']'  */
#line 578 "parser/grammar.y"
                                        { (yyval.e) = build_index(p, (yylsp[-2]), (yyvsp[-3].e), *(yyvsp[-1].list)); }
#line 3379 "parser/grammar.c"
    break;

  case 180: /* postfix: postfix PRETTY  */
#line 579 "parser/grammar.y"
                                        { (yyval.e) = build_pretty(p, (yylsp[0]), (yyvsp[-1].e), (yyvsp[0].name)); }
#line 3385 "parser/grammar.c"
    break;

  case 181: /* call: IDENT '(' args ')'  */
#line 583 "parser/grammar.y"
                                        { (yyval.e) = build_call(p, (yylsp[-3]), (yyvsp[-3].name), *(yyvsp[-1].list)); }
#line 3391 "parser/grammar.c"
    break;

  case 182: /* call: PRINT '(' args ')'  */
#line 584 "parser/grammar.y"
                                        { (yyval.e) = build_print(p, (yylsp[-3]), (yyvsp[-3].name), (yylsp[0]), *(yyvsp[-1].list)); }
#line 3397 "parser/grammar.c"
    break;

  case 183: /* operator: STATOP '(' expr ')'  */
#line 588 "parser/grammar.y"
                                        { (yyval.e) = build_statop(p, (yylsp[-3]), (yyvsp[-3].name), (yyvsp[-1].e), 0); }
#line 3403 "parser/grammar.c"
    break;

  case 184: /* operator: VARIANCE '(' expr ')'  */
#line 589 "parser/grammar.y"
                                        { (yyval.e) = build_statop(p, (yylsp[-3]), (yyvsp[-3].name), (yyvsp[-1].e), 0); }
#line 3409 "parser/grammar.c"
    break;

  case 185: /* operator: VARIANCE '(' expr ',' integer ')'  */
#line 591 "parser/grammar.y"
                                        { (yyval.e) = build_statop(p, (yylsp[-5]), (yyvsp[-5].name), (yyvsp[-3].e), (yyvsp[-1].number)); }
#line 3415 "parser/grammar.c"
    break;

  case 186: /* operator: CAST '(' args1 ')'  */
#line 592 "parser/grammar.y"
                                        { (yyval.e) = build_at(p, (yylsp[-3]), T_CAST, (yyvsp[-3].name), *(yyvsp[-1].list)); }
#line 3421 "parser/grammar.c"
    break;

  case 187: /* operator: VAR '(' args1 ')'  */
#line 593 "parser/grammar.y"
                                        { (yyval.e) = build_at(p, (yylsp[-3]), T_VAR, (yyvsp[-3].name), *(yyvsp[-1].list)); }
#line 3427 "parser/grammar.c"
    break;

  case 188: /* operator: DEFINED '(' args1 ')'  */
#line 594 "parser/grammar.y"
                                        { (yyval.e) = build_at(p, (yylsp[-3]), T_DEFINED, (yyvsp[-3].name), *(yyvsp[-1].list)); }
#line 3433 "parser/grammar.c"
    break;

  case 189: /* operator: ENTRY '(' args1 ')'  */
#line 595 "parser/grammar.y"
                                        { (yyval.e) = build_at(p, (yylsp[-3]), T_ENTRY, (yyvsp[-3].name), *(yyvsp[-1].list)); }
#line 3439 "parser/grammar.c"
    break;

  case 190: /* operator: PERF '(' args1 ')'  */
#line 596 "parser/grammar.y"
                                        { (yyval.e) = build_at(p, (yylsp[-3]), T_PERF, (yyvsp[-3].name), *(yyvsp[-1].list)); }
#line 3445 "parser/grammar.c"
    break;

  case 191: /* operator: CONST '(' args1 ')'  */
#line 597 "parser/grammar.y"
                                        { (yyval.e) = build_at(p, (yylsp[-3]), T_CONST, (yyvsp[-3].name), *(yyvsp[-1].list)); }
#line 3451 "parser/grammar.c"
    break;

  case 192: /* operator: ENUM '(' args1 ')'  */
#line 598 "parser/grammar.y"
                                        { (yyval.e) = build_at(p, (yylsp[-3]), T_ENUM, (yyvsp[-3].name), *(yyvsp[-1].list)); }
#line 3457 "parser/grammar.c"
    break;

  case 193: /* operator: ENUMNAME '(' args1 ')'  */
#line 599 "parser/grammar.y"
                                        { (yyval.e) = build_at(p, (yylsp[-3]), T_ENUMNAME, (yyvsp[-3].name), *(yyvsp[-1].list)); }
#line 3463 "parser/grammar.c"
    break;

  case 194: /* operator: DEREF '(' args1 ')'  */
#line 600 "parser/grammar.y"
                                        { (yyval.e) = build_at(p, (yylsp[-3]), T_DEREF, (yyvsp[-3].name), *(yyvsp[-1].list)); }
#line 3469 "parser/grammar.c"
    break;

  case 195: /* operator: REGISTER '(' args1 ')'  */
#line 601 "parser/grammar.y"
                                        { (yyval.e) = build_at(p, (yylsp[-3]), T_REGISTER, (yyvsp[-3].name), *(yyvsp[-1].list)); }
#line 3475 "parser/grammar.c"
    break;

  case 196: /* operator: PROBEWRITE '(' args1 ')'  */
#line 602 "parser/grammar.y"
                                        { (yyval.e) = build_at(p, (yylsp[-3]), T_PROBEWRITE, (yyvsp[-3].name), *(yyvsp[-1].list)); }
#line 3481 "parser/grammar.c"
    break;

  case 197: /* hist: HIST_LOG '(' expr ')'  */
#line 606 "parser/grammar.y"
                                        { (yyval.e) = build_hist(p, (yylsp[-3]), HIST_LOG, (yyvsp[-1].e), 0, 0, 0); }
#line 3487 "parser/grammar.c"
    break;

  case 198: /* hist: HIST_LINEAR '(' expr ',' integer ',' integer ',' integer ')'  */
#line 608 "parser/grammar.y"
                                        { (yyval.e) = build_hist(p, (yylsp[-9]), HIST_LINEAR, (yyvsp[-7].e), (yyvsp[-5].number), (yyvsp[-3].number), (yyvsp[-1].number)); }
#line 3493 "parser/grammar.c"
    break;

  case 199: /* array: IDENT  */
#line 612 "parser/grammar.y"
                                        { (yyval.e) = operand_of(expr_symbol(p->arena, (yylsp[0]), (yyvsp[0].name)), 1); }
#line 3499 "parser/grammar.c"
    break;

  case 201: /* args: %empty  */
#line 617 "parser/grammar.y"
                                        { (yyval.list) = list_new(p); }
#line 3505 "parser/grammar.c"
    break;

  case 203: /* args1: expr  */
#line 622 "parser/grammar.y"
                                        { (yyval.list) = list_new(p); list_add(p, (yyval.list), (yyvsp[0].e), (yylsp[0])); }
#line 3511 "parser/grammar.c"
    break;

  case 204: /* args1: args1 ',' expr  */
#line 623 "parser/grammar.y"
                                        { (yyval.list) = (yyvsp[-2].list); list_add(p, (yyval.list), (yyvsp[0].e), (yylsp[0])); }
#line 3517 "parser/grammar.c"
    break;

  case 205: /* keys: key  */
#line 627 "parser/grammar.y"
                                        { (yyval.list) = list_new(p); list_add(p, (yyval.list), (yyvsp[0].e), (yylsp[0])); }
#line 3523 "parser/grammar.c"
    break;

  case 206: /* keys: keys ',' key  */
#line 628 "parser/grammar.y"
                                        { (yyval.list) = (yyvsp[-2].list); list_add(p, (yyval.list), (yyvsp[0].e), (yylsp[0])); }
#line 3529 "parser/grammar.c"
    break;

  case 208: /* key: '*'  */
#line 633 "parser/grammar.y"
                                        { (yyval.e) = operand_of(NULL, 0); }
#line 3535 "parser/grammar.c"
    break;


#line 3539 "parser/grammar.c"

        default: break;
      }
    if (yychar_backup != yychar)
      YY_LAC_DISCARD ("yychar change");
  }
  /* User semantic actions sometimes alter yychar, and that requires
     that yytoken be updated with the new translation.  We take the
     approach of translating immediately before every use of yytoken.
     One alternative is translating here after every semantic action,
     but that translation would be missed if the semantic action invokes
     YYABORT, YYACCEPT, or YYERROR immediately after altering yychar or
     if it invokes YYBACKUP.  In the case of YYABORT or YYACCEPT, an
     incorrect destructor might then be invoked immediately.  In the
     case of YYERROR or YYBACKUP, subsequent parser actions might lead
     to an incorrect destructor call or verbose syntax error message
     before the lookahead is translated.  */
  YY_SYMBOL_PRINT ("-> $$ =", YY_CAST (yysymbol_kind_t, yyr1[yyn]), &yyval, &yyloc);

  YYPOPSTACK (yylen);
  yylen = 0;

  *++yyvsp = yyval;
  *++yylsp = yyloc;

  /* Now 'shift' the result of the reduction.  Determine what state
     that goes to, based on the state we popped back to and the rule
     number reduced by.  */
  {
    const int yylhs = yyr1[yyn] - YYNTOKENS;
    const int yyi = yypgoto[yylhs] + *yyssp;
    yystate = (0 <= yyi && yyi <= YYLAST && yycheck[yyi] == *yyssp
               ? yytable[yyi]
               : yydefgoto[yylhs]);
  }

  goto yynewstate;


/*--------------------------------------.
| yyerrlab -- here on detecting error.  |
`--------------------------------------*/
yyerrlab:
  /* Make sure we have latest lookahead translation.  See comments at
     user semantic actions for why this is necessary.  */
  yytoken = yychar == T_YYEMPTY ? YYSYMBOL_YYEMPTY : YYTRANSLATE (yychar);
  /* If not already recovering from an error, report this error.  */
  if (!yyerrstatus)
    {
      ++yynerrs;
      {
        yypcontext_t yyctx
          = {yyssp, yyesa, &yyes, &yyes_capacity, yytoken, &yylloc};
        if (yychar != T_YYEMPTY)
          YY_LAC_ESTABLISH;
        if (yyreport_syntax_error (&yyctx, p) == 2)
          YYNOMEM;
      }
    }

  yyerror_range[1] = yylloc;
  if (yyerrstatus == 3)
    {
      /* If just tried and failed to reuse lookahead token after an
         error, discard it.  */

      if (yychar <= T_YYEOF)
        {
          /* Return failure if at end of input.  */
          if (yychar == T_YYEOF)
            YYABORT;
        }
      else
        {
          yydestruct ("Error: discarding",
                      yytoken, &yylval, &yylloc, p);
          yychar = T_YYEMPTY;
        }
    }

  /* Else will try to reuse lookahead token after shifting the error
     token.  */
  goto yyerrlab1;


/*---------------------------------------------------.
| yyerrorlab -- error raised explicitly by YYERROR.  |
`---------------------------------------------------*/
yyerrorlab:
  /* Pacify compilers when the user code never invokes YYERROR and the
     label yyerrorlab therefore never appears in user code.  */
  if (0)
    YYERROR;
  ++yynerrs;

  /* Do not reclaim the symbols of the rule whose action triggered
     this YYERROR.  */
  YYPOPSTACK (yylen);
  yylen = 0;
  YY_STACK_PRINT (yyss, yyssp);
  yystate = *yyssp;
  goto yyerrlab1;


/*-------------------------------------------------------------.
| yyerrlab1 -- common code for both syntax error and YYERROR.  |
`-------------------------------------------------------------*/
yyerrlab1:
  yyerrstatus = 3;      /* Each real token shifted decrements this.  */

  /* Pop stack until we find a state that shifts the error token.  */
  for (;;)
    {
      yyn = yypact[yystate];
      if (!yypact_value_is_default (yyn))
        {
          yyn += YYSYMBOL_YYerror;
          if (0 <= yyn && yyn <= YYLAST && yycheck[yyn] == YYSYMBOL_YYerror)
            {
              yyn = yytable[yyn];
              if (0 < yyn)
                break;
            }
        }

      /* Pop the current state because it cannot handle the error token.  */
      if (yyssp == yyss)
        YYABORT;

      yyerror_range[1] = *yylsp;
      yydestruct ("Error: popping",
                  YY_ACCESSING_SYMBOL (yystate), yyvsp, yylsp, p);
      YYPOPSTACK (1);
      yystate = *yyssp;
      YY_STACK_PRINT (yyss, yyssp);
    }

  /* If the stack popping above didn't lose the initial context for the
     current lookahead token, the shift below will for sure.  */
  YY_LAC_DISCARD ("error recovery");

  YY_IGNORE_MAYBE_UNINITIALIZED_BEGIN
  *++yyvsp = yylval;
  YY_IGNORE_MAYBE_UNINITIALIZED_END

  yyerror_range[2] = yylloc;
  ++yylsp;
  YYLLOC_DEFAULT (*yylsp, yyerror_range, 2);

  /* Shift the error token.  */
  YY_SYMBOL_PRINT ("Shifting", YY_ACCESSING_SYMBOL (yyn), yyvsp, yylsp);

  yystate = yyn;
  goto yynewstate;


/*-------------------------------------.
| yyacceptlab -- YYACCEPT comes here.  |
`-------------------------------------*/
yyacceptlab:
  yyresult = 0;
  goto yyreturnlab;


/*-----------------------------------.
| yyabortlab -- YYABORT comes here.  |
`-----------------------------------*/
yyabortlab:
  yyresult = 1;
  goto yyreturnlab;


/*-----------------------------------------------------------.
| yyexhaustedlab -- YYNOMEM (memory exhaustion) comes here.  |
`-----------------------------------------------------------*/
yyexhaustedlab:
  yyerror (&yylloc, p, YY_("memory exhausted"));
  yyresult = 2;
  goto yyreturnlab;


/*----------------------------------------------------------.
| yyreturnlab -- parsing is finished, clean up and return.  |
`----------------------------------------------------------*/
yyreturnlab:
  if (yychar != T_YYEMPTY)
    {
      /* Make sure we have latest lookahead translation.  See comments at
         user semantic actions for why this is necessary.  */
      yytoken = YYTRANSLATE (yychar);
      yydestruct ("Cleanup: discarding lookahead",
                  yytoken, &yylval, &yylloc, p);
    }
  /* Do not reclaim the symbols of the rule whose action triggered
     this YYABORT or YYACCEPT.  */
  YYPOPSTACK (yylen);
  YY_STACK_PRINT (yyss, yyssp);
  while (yyssp != yyss)
    {
      yydestruct ("Cleanup: popping",
                  YY_ACCESSING_SYMBOL (+*yyssp), yyvsp, yylsp, p);
      YYPOPSTACK (1);
    }
#ifndef yyoverflow
  if (yyss != yyssa)
    YYSTACK_FREE (yyss);
#endif
  if (yyes != yyesa)
    YYSTACK_FREE (yyes);

  return yyresult;
}

#line 636 "parser/grammar.y"


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

/* Only running out of stack comes here; the rest goes to yyreport_syntax_error. */
static void yyerror(YYLTYPE *loc, struct parser *p, const char *what)
{
	(void)what;
	give_up(p, *loc);
}

/* Bison numbers symbols its own way; the messages go by token kinds. */
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
