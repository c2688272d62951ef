/** What guessers try first, lower case; a trailing number or sign does not make one of them better. */
// biome-ignore format: a word list is read as a block
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(`
password passwort password1 passw0rd p@ssword p@ssw0rd pa$$word qwerty qwertyui qwertyuiop qwertz qwertzui qwertzuiop
asdfghjk asdfghjkl yxcvbnm zxcvbnm azertyui azertyuiop 1q2w3e4r 1q2w3e4r5t 1qaz2wsx qazwsx qazwsxedc q1w2e3r4 zaq12wsx
iloveyou ichliebedich ilovegod loveyou lovely sunshine princess prinzessin football fussball fußball baseball basketball
superman batman spiderman starwars pokemon dragon monkey master welcome willkommen letmein trustno1 whatever computer
internet samsung google facebook michael jennifer jessica jordan charlie ashley daniel thomas alexander andrea nicole
michelle matthew anthony joshua andrew william hallo hallo123 hello hellohello admin administrator root changeme secret
geheim default test testtest tester testing guest login access abc abcd abcdefg a1b2c3d4 aa123456 abc12345 abcd1234
123qwe 123qweasd 12qwaszx 11223344 12341234 87654321 98765432 1234567890 0987654321 123123123 147258369 159357
159753 789456123 741852963 5201314 123456a 123456abc qwe123 qweasd qweasdzxc asd123 asdasd asdf asdfasdf zxczxc summer
winter sommer spring autumn january february monday friday liverpool chelsea arsenal barcelona juventus bayern schalke
dortmund hamburg berlin deutschland germany london england america mustang corvette mercedes porsche ferrari harley
maverick phoenix thunder shadow hunter killer freedom flower butterfly schmetterling cheese cookie pepper chocolate
schokolade banana orange purple yellow silver diamond golden rainbow angel angels heaven jesus blessed family friends
forever babygirl sweetie honey tigger snoopy garfield mickey minions naruto zelda matrix ninja pirate soccer hockey
tennis runner driver soldier gateway network server windows linux ubuntu oracle database company business customer
courier payment wallet delivery pizza burger restaurant
`.trim().split(/\s+/));
