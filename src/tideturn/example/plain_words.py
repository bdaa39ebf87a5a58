"""The programme's outcomes, recommendations and learning in plain words for young people."""

from __future__ import annotations

from typing import Final

TALK_TO: Final = "Talk to your worker, or to an adult you trust. Childline is free, day and night: ring 0800 1111."
PLAIN: Final = {
    "safety": "Being safe",
    "access": "Getting help from services",
    "cyp_understanding": "Knowing what exploitation is, and the risks",
    "risk": "Less risk of being exploited",
    "mental_health": "Feeling better in yourself",
    "relationships": "Getting on with family, carers and friends",
    "practitioner_understanding": "Workers know what exploitation is",
    "identification": "Workers spot it when a young person is at risk",
    "confidence": "Workers feel sure about how to help",
    "lasting_practice": "Workers do things in a new way, and keep it up",
    "pathways_consistent": "The same steps, wherever you live",
    "pathways_understood": "Grown-ups know what to do with a worry",
    "pathways_suited": "Steps that fit what young people go through",
    "structures_response": "Rules that cover harm outside the home too",
    "victims": "Young people get help, not blame",
    "joint_working": "Services work together more",
    "information_shared": "Services tell each other more things",
    "information_quality": "Services tell each other the things that matter",
    "learn-08": "Boys told us that they do not use the words on our forms. So we changed the questions.",
    "learn-14": "You told us that you want to hear what came of what you said. So each office now has a board. "
    "It shows what you asked for, what was done, what was not done, and why.",
    "rec-01": "Ask if services tell each other the right things, and not just how much.",
    "rec-02": "Let every young person score how things are, at the start and later on.",
    "rec-03": "Write down what should happen when someone is worried. Check it with the people who use it.",
    "rec-04": "Go back to people months after their training. Ask what they still do.",
    "rec-05": "Ask everyone again how they feel, even if the work ends early.",
    "rec-06": "Ask services why they tell each other less. Agree what to share each time they meet.",
    "rec-07": "In Birmingham, write down what to do when someone is worried. Check it with those who use it.",
}
