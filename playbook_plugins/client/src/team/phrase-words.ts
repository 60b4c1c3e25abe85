/** The words that passphrases are offered from: 2,048 plain English ones, so that each is worth eleven bits. Own choice, in no order of use. */

const WORDS = `
  abbey able absolute account acorn adder admiral advice agenda agile ahead airy album alder alert alike alley almanac almond almost
  alone alpine amber amble amount ample amulet anchor ankle answer anthem antler anvil appear apple approve apricot apron aquarium arch
  archer arctic arena argue armchair armour around arrow artful article artist ash aspen asset astronaut atlas attic aunt autumn
  autumnal aviary avocado awning axle azure baby bacon badge badger baffle bagel bagpipe baker balance balcony ballad ballet balloon
  balmy bamboo banana bandage banjo banner banquet barber bark barley barn baroness barrel base bashful basil basin basket bathe bathtub
  beach bead beagle beaker bean beard beaver beckon bedrock bedroom beech beehive beeswax beetle beetroot behind beige bellows belong
  belt bench beret berry bicycle bigger birch biscuit bishop bison blacksmith blank blanket blazer blend blink blond bloom blossom
  blouse blueberry blunt boat bobbin bobsleigh bodice boil bold bonfire bongo book bookcase boot borrow bosun botanist both bottle
  boulder bounce bouncy bouquet bowl bowler bracelet bramble brass brave bread breakout breeze breezy brew bridge brief brigade bright
  brisk broad broccoli brochure broken bronze bronzed brooch brook browser brush bubble bubbly bucket buckle buff buffalo bugle build
  built bulb bumper bumpy bundle bungalow bunting burnish butcher butler butter buttercup butterfly button buzz cabbage cabin cabinet
  cactus cadet cafe cake calf calico call camel camera camp canal canary candid candle canoe canopy canter canvas canyon cape captain
  caramel caravan cardigan care careful caribou carnival carol carpet carriage carrot cart cartoon carve carving cashew castle cater
  caterer cathedral cauldron cavern cedar celery cellar cello cement cent cereal chalk chamber chant chapel charcoal chariot charm chase
  chauffeur checkout cheddar cheer cheerful cheese chemist cherry chess chestnut chew chicken chieftain chilli chilly chime chimney
  chirp chisel chive chop chorus chuckle cider cinema cinnamon circle circus citadel citrus civil clam clap clarinet clay clean clever
  cliff climb cling clinic cloak close cloud cloudy clover clown coach coal coarse coast coat coax cobalt cobbler cobweb cocoa coconut
  coffee coil coin collar colonel colour comb comet comic compass complete composer concert condor conduct conjure consent constable
  cook cooper copper copy coral cork cormorant corn cosmos cosy cottage cotton couch countess country courage courier cousin cowboy
  cowshed crab cradle crafty crane crater crawl creak creamy cricket crimson crisp crocus crooked crossbow crossing crow crown cruise
  crumb crumpet crunchy crystal cucumber cup cupboard curator curd curfew curlew curly currant curry curtain cushion custard cyclist
  cymbal cypress dahlia dainty dairy daisy dance dancer dandelion dangle dapper daring dart dash dashing dawn dazzle dearer decade
  deckchair decorate deeper deer deft delight denim dense dentist desert detective dial diamond diary dine dinghy dinner dinosaur
  diplomat dipper ditch dive diver document dolphin domino donkey doodle doorbell doorstep doorway double dough dove download doze
  dragon drain drape drawbridge drawer dream dreamy dresser drift drink driven driver drizzle drowsy druid drum drummer duchess duck
  duet dungeon dusk dustbin dusty duvet dwarf dwell eager eagle earl earlier earn earnest earring earth easel eastern easy echo eclipse
  editor eel eggshell eighty elbow elder electric element elephant elk elm embark ember embrace emerald emperor employer emu engine
  engineer engraver enjoy enlist envelope epic equal ermine errand escalator even evening event examiner except execute expand explain
  explore explorer extra fable fabled fabric fact factory faint fairy falcon fall famous fancy farm farmer fast fasten favour feast
  feather feel fennel fern ferret ferry festival fetch fiddle field fiery fig figure filbert fill film final finch finger fir fire
  fireman fireside fisher fisherman fitter flamingo flannel flap flask flatter flax fleece fleet flicker flint flip float flock floral
  florist flour flourish flow flower fluent fluffy flute flutter fly foal foam foamy fog fold fond font food football footpath forage
  forecast forest forester forge forgiven format fortress forty fossil found fountain fourteen fourth fox frame frank freckle friend
  frost frosty frozen fruit fry fudge furnace furrow further fuzzy gable gadget galaxy gallant galleon gallery gallon gallop garden
  gardener garland garlic garnet garnish gate gatehouse gather gazebo gazelle gecko gem gentle geranium geyser gherkin giant giddy gift
  gifted giggle gilded ginger giraffe glacial glacier glad glance glass glassy glazier gleaming glide glider glimmer glisten glitter
  global globe glossy glove glow gnome goalpost goat goblet goggles golden goldfish golf gondola goodbye goose gooseberry gorge gorilla
  gosling graceful grainy granary grand grandma grandpa granite granny grape grass grateful gravel gravy graze great greet grill grin
  grind grocer ground grouse grown guard guardian guitar gull gumboot gymnast gypsum habit haddock hail hairy hall hammer hammock hamper
  hamster handle handrail hangar harbour hardy hare harness harp harvest hasten hat hatch hatchet hatter hawk hawthorn hay haystack
  hazel hazelnut hazy head headland healthy hearsay hearty heather heave hedge hedgehog hefty heirloom helmet helpful hemp herald herb
  herbalist herd hermit heron herring hickory highland hike hill hilly hinge hippo hive hobby hockey hoist hold hollow holly home homely
  homestead honey honeycomb hoop hop hope horizon horn hornet horse hose hospital hostel hotplate hound hour housekey hover hum humble
  humid hurdle husky hut hyacinth iceberg icebox icicle icy idea idle igloo iguana imagine inch index indigo ink inkpot inkwell inn
  inner insect inside instance instead internet invent invoice iris iron ironwork island ivory ivy jackal jackdaw jacket jade jagged
  jaguar jam jar jasmine jaunty jelly jersey jester jetty jewel jeweller jiggle jigsaw jingle jockey jog join joiner jolly journal
  jovial joyful judge jug juggle juggler juice juicy jumble jumbo jungle juniper juror kangaroo kayak keen kennel kernel kestrel kettle
  kindle kindling king kingdom kiosk kitchen kiwi knapsack knight knit knot knotty koala labourer lace ladder lagoon lake lamb land
  landlord lanky lantern laptop larch larder large lark lasso late lattice laugh launch laundry lava lavender lavish lawn lead leaflet
  leafy lean leap leather leek left lemon lemonade lentil leopard letter lettuce lever library lifeboat lift lighter lighthouse lilac
  lily lime limpet linen linesman linger link linnet lion listen little lively lizard llama load lobster locale locket locust lodge loft
  lofty logo loiter lollipop lookout loom lotus loyal lucid luck lucky lullaby lumber lunar lunch lunge lupin lynx lyre machinist
  mackerel macro magic magician magnet magnolia magpie mallard mallet mammoth manatee mandolin mango manor mantle many maple marble
  marigold marina mariner mark market marmalade marmot marquee marsh marshal marten marvel marzipan mason mast matter mattress mayor
  maypole maze meadow meander medal media meet mellow melody melon mend menu meringue merit merry message meteor method mica middle
  midwife mighty mild milk milkman milky miller millet mimic mine mineral mingle mink minstrel mint mirror mistletoe misty mitten
  mixture moat mode modern modest module moist mole money monk monkey monsoon mood moon moor moorland moose mosaic mosque moss mossy
  moth motor mound mountain mouse move muffin mulberry mule mumble mural murmur museum mushroom music musical musician muslin mussel
  mustard muster mute myrtle name nap napkin native nautical neat nectar needle nephew nest nestle nettle network newt nibble nice
  nickel night nightjar nimble noble nod noisy nomad noodle north northern notary notice nougat novel nudge nugget nun nurse nursery
  nutmeg nuzzle nylon oak oaken oar oarsman oasis oatmeal oblong oboe ocean octagon octopus odd olden olive omelette onion opal opera
  opposite oracle orange orbit orchard orchestra orchid organ organist origin oriole osprey ostrich otter outer outlive outpost oval
  oven overtime owl owner oxygen oyster paddle paddock pagoda paint painter palace pale palette palm pancake panda panel pansy panther
  papaya parade parallel parasol parchment parent parlour parrot parsley parsnip partial partridge pastel pastry pasture patch path
  patient patio pattern pavement pavilion payday payroll peach peacock peak peanut pear pearl peat pebble pedal peek peel pelican
  penguin penny pentagon peony pepper peppery percent perch perform perfume perky petal petunia pharmacy pheasant phone piano pickaxe
  picnic picture piece pigeon pilgrim pillar pillow pine pineapple pink pioneer pipe pipeline piper pirate pistachio piston pitcher
  pivot pizza placid plan planet plank plantation plaster plate plateau platypus playbook playful playground plaza please plough
  ploughman plucky plum plumber plume plump plunge plural plush plywood pocket poem poet polar polish polished polite pollen polo pond
  ponder pony poodle popcorn poplar poppy porcelain porch porridge porter portrait possible postcard postman potato potter pottery
  pounce powder practice prairie praise prance prawn prefix presence pretzel preview primrose prince printer priority priory prism
  pristine professor profile project promise prompt proper property propose protect proud provider prune pudding puddle puffin pulley
  puma pump pumpkin punter puppet puppy pure purple push puzzle pyramid python quail quaint quarry quarter quartet quartz quayside queen
  quench query quick quiet quill quilt quince quiver rabbit raccoon race racket radar radish raft rafter railway rain rainbow raincoat
  rainfall raisin rake ramble ramp ranch rang ranger rapid rare raspberry ratio rattle raven ravine read ready reap reason receiver
  recital recite reckon rector redirect reef referee refill refuse registry reindeer reject relax release relish remember remove renewal
  reorder repeat replay reporter reptile rescue response restore review rhubarb ribbon rice rich riddle ridge right rinse ripe ripple
  river riverbed rivet roadside roam roast robin robust rocket rocky rodeo role romp roofer rooftop rook rooster root rope ropeway
  rosemary rosette rosy rough round roundabout rowan royal rubber ruby rucksack rudder ruddy rugged rummage runtime runway rural rust
  rustic rustle sable saddle saddler safety saffron sage sail sailor salad salami salmon salt salty sandal sandpit sandy sapling
  sapphire sardine satchel satin saucepan saucer sauna saunter sausage savanna save sawdust saxophone scallop scamper scarf scarlet
  scatter scene scholar scoop scooter scout scribble script scullery sculptor scurry sea seagull seal search seashell seaside seaweed
  second security seek semantic sentence sentinel serene service sesame seven shadow shady shallot shampoo shamrock shark sharp shears
  sheep sheet shell shepherd sherbet shield shimmer shingle shiny shipyard shire shiver shop shopper shore shovel shower shrimp shrub
  shuffle shutter shy sickle sight signpost silence silent silk silky silver silvery simmer simple sincere sing sip siren sister sixth
  skate sketch skid skim skip skipper skylark skyline slalom slate sledge sleek sleep sleepy sleeve slender slipper sloth smart smile
  smock smooth snail snappy snippet snooze snorkel snowdrop snowfall snowman snowy snug snuggle soak soap soar socket sofa soft solar
  soldier solid soloist solve sonata sonnet sorbet sort sound soup source southern spade spaniel spare sparkle sparrow speech spice
  spicy spider spin spinach spindle spinner spiral spire splash sponge spoon sport spotted sprightly sprinkle sprint sprout spruce spry
  spur square squash squeak squid squire squirrel stable staff stairway stallion starfish starling start stately static statue steady
  steam steel steep steeple stencil steward sticky stir stitch stoat stockade stocking stoker stone stonework stony store stork storm
  stormy stove straight straw stream streetcar strength string striped stroll strum student studio stumble sturdy subtle sugar suit
  sultan summary summit sundial sunlit sunny sunset supple supplier suppose surfer surgeon survive swallow swan sweater sweet swift swim
  swing swirl switch swoop sycamore symphony syrup table tackle tadpole taffeta tailor talent tambourine tandem tangerine tango tangy
  tankard tanner tap tape tapestry tapioca target tarmac tart tassel tavern teach teacher teacup teak teapot telescope temple tend
  tender tennis terrace terrier thatch theme thespian thicket thimble thistle thorn thought throne throw thrush thunder thyme tiara
  tickle tidy tiger tile timber timely timid tinker tinsel tiny tiptoe title toad toast toasty toddle toffee toil tollgate tomato tone
  toolbar toolbox topple tornado tortoise tower townhall trace tractor trade trail trait tram trampoline tranquil trapeze travel treacle
  treasure treat trellis tremble trial triangle tribune trickle tricycle trigger trooper trophy tropic trot trouble trout trowel truffle
  trumpet trunk trusty truth tuba tulip tumble tundra tunnel turban turbine turnip turquoise turret turtle tutor tweed twice twig
  twilight twin twinkle twirl twist typhoon umbrella umpire unfold unicorn unveil upbeat uphold urban urchin urn usable usher vague
  valet valley vanilla vary vase vast vault vector velvet velvety venture veranda verdant verger vessel vicar video village vine vinegar
  viola violet violin viscount vivid volcano vote voyage vulture wade waffle wagon waiter walnut walrus waltz wander warble warbler
  warden wardrobe warm warrior wash wasp watchman water waterfall waterway wattle wavy weasel weave weaver weekend welcome western wharf
  wheat wheel wheelbarrow whirl whisk whisker whisper whistle whittle whole widen width wiggle wild willow windmill windsock windy wink
  winner winter wintry wire wise withdraw witty wizard wobble wolf wombat wooden woodland woodpile wool woolly word workshop worktop
  wreath wren wrench wrestle write yacht yak yardstick yarn yawn yeast yellow yeoman yield yodel yoghurt young zebra zenith zephyr zesty
  zinc zither zone
`;

/** The words, each once. */
export const phraseWords: readonly string[] = WORDS.trim().split(/\s+/);

/** How many words a passphrase has. */
export const PHRASE_LENGTH = 6;

/** What a passphrase of these words is worth in bits: each word is drawn by chance, none is ruled out. */
export const phraseBits = (words: readonly string[] = phraseWords): number => Math.floor(PHRASE_LENGTH * Math.log2(words.length));

/** A new passphrase. Two bytes a word: as many numbers lead to each of 2,048 words. */
export const newPhrase = (words: readonly string[] = phraseWords): string =>
  Array.from(crypto.getRandomValues(new Uint16Array(PHRASE_LENGTH)), n => words[n % words.length]!).join(' ');
