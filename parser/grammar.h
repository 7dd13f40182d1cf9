/* A Bison parser, made by GNU Bison 3.8.2.  */

/* Bison interface for Yacc-like parsers in C

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

/* DO NOT RELY ON FEATURES THAT ARE NOT DOCUMENTED in the manual,
   especially those whose name start with YY_ or yy_.  They are
   private implementation details that can be changed or removed.  */

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

#line 53 "parser/grammar.h"

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

#line 243 "parser/grammar.h"

};
typedef union YYSTYPE YYSTYPE;
# define YYSTYPE_IS_TRIVIAL 1
# define YYSTYPE_IS_DECLARED 1
#endif

/* Location type.  */
typedef struct loc YYLTYPE;




int yyparse (struct parser *p);


#endif /* !YY_YY_PARSER_GRAMMAR_H_INCLUDED  */
