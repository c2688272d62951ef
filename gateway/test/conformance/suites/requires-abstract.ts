import { suite } from '../suite.ts';

type Media = { __typename: string; url: string; width?: number; seconds?: number };
const describe = ({ __typename, url, width, seconds }: Media) => `${__typename} ${url} ${width ?? seconds}`;

/** Required selections that reach into interfaces and unions. */
export const requiresAbstract = suite({
  name: '@requires of abstract types',
  subgraphs: {
    posts: {
      sdl: `
        type Query { posts: [Post!]! }
        type Post @key(fields: "id") { id: ID!  media: Media  tag: Tag }
        interface Media { url: String! }
        interface Sized implements Media { url: String!  width: Int! }
        type Photo implements Media & Sized @shareable { url: String!  width: Int! }
        type Clip implements Media @shareable { url: String!  seconds: Int! }
        union Tag = Place | Person
        type Place @shareable { city: String! }
        type Person @shareable { name: String! }`,
      root: {
        posts: [
          { id: '1', media: { __typename: 'Photo', url: 'p', width: 5 }, tag: { __typename: 'Place', city: 'Rome' } },
          { id: '2', media: { __typename: 'Clip', url: 'c', seconds: 9 }, tag: { __typename: 'Person', name: 'Ada' } },
          { id: '3', media: null, tag: null },
        ],
      },
    },
    captions: {
      sdl: `
        type Post @key(fields: "id") {
          id: ID!
          media: Media @external
          tag: Tag @external
          caption: String! @requires(fields: "media { __typename url ... on Sized { width } ... on Clip { seconds } }")
          link: String @requires(fields: "media { ... on Media { url } }")
          where: String @requires(fields: "tag { ... on Place { city } ... on Person { name } }")
          placed: Boolean! @requires(fields: "tag { ... on Place { city } }")
          icon: String @requires(fields: "media { ... on Photo { url } ... on Clip { url } }")
        }
        interface Media { url: String! }
        interface Sized implements Media { url: String!  width: Int! }
        type Photo implements Media & Sized @shareable { url: String!  width: Int! }
        type Clip implements Media @shareable { url: String!  seconds: Int! }
        union Tag = Place | Person
        type Place @shareable { city: String! }
        type Person @shareable { name: String! }`,
      entities: { Post: [{ id: '1' }, { id: '2' }, { id: '3' }] },
      resolvers: {
        Post: {
          caption: ({ media }: { media: Media | null }) => (media ? describe(media) : 'nothing'),
          icon: ({ media }: { media: Media | null }) => media && `${media.__typename}/${media.url}`,
          link: ({ media }: { media: Media | null }) => media?.url ?? null,
          placed: ({ tag }: { tag: { city?: string } | null }) => tag?.city !== undefined,
          where: ({ tag }: { tag: { city?: string; name?: string } | null }) => tag?.city ?? tag?.name ?? null,
        },
      },
    },
  },
  cases: [
    {
      name: 'fragments on an object and on an interface',
      query: '{ posts { caption } }',
      data: { posts: [{ caption: 'Photo p 5' }, { caption: 'Clip c 9' }, { caption: 'nothing' }] },
      asks: { posts: 1, captions: 1 },
    },
    {
      name: 'the interface alone',
      query: '{ posts { link } }',
      data: { posts: [{ link: 'p' }, { link: 'c' }, { link: null }] },
    },
    {
      name: 'a union',
      query: '{ posts { where } }',
      data: { posts: [{ where: 'Rome' }, { where: 'Ada' }, { where: null }] },
    },
    {
      name: 'a union of which only one member is of interest',
      query: '{ posts { placed } }',
      data: { posts: [{ placed: true }, { placed: false }, { placed: false }] },
      representations: { captions: 3 },
    },
    {
      name: 'the same of several types: the type is told as well',
      query: '{ posts { icon } }',
      data: { posts: [{ icon: 'Photo/p' }, { icon: 'Clip/c' }, { icon: null }] },
    },
    {
      name: 'beside a selection of the client, with aliases',
      query:
        '{ posts { media { __typename ... on Clip { url: seconds } } caption where tag { ... on Place { city } } } }',
      data: {
        posts: [
          { media: { __typename: 'Photo' }, caption: 'Photo p 5', where: 'Rome', tag: { city: 'Rome' } },
          { media: { __typename: 'Clip', url: 9 }, caption: 'Clip c 9', where: 'Ada', tag: {} },
          { media: null, caption: 'nothing', where: null, tag: null },
        ],
      },
    },
  ],
});
