// Forty sentences as people write them, in hospitals, hotels, schools and workshops: none comes from the catalogue, and
// each was written before anybody looked which stems would find it. `suggest.test.ts` counts how many are found.

export const SENTENCES: readonly (readonly [code: string, text: string])[] = [
  [
    'warm-opening',
    'Llegué a la ventanilla sin cita y con cara de perdido; me invitaste a sentarme y tomaste nota de todo lo que necesitaba.',
  ],
  [
    'warm-opening',
    'Nada más colgar ya me habías repetido el pedido con tus palabras para estar segura de que lo habías entendido.',
  ],
  [
    'easy-to-reach',
    'Siempre atiendes el teléfono, incluso los sábados, y uno sabe que puede preguntarte cualquier cosa.',
  ],
  [
    'anticipating-needs',
    'Sin que nadie lo pidiera dejaste cargadas las baterías de repuesto para la inspección.',
  ],
  [
    'anticipating-needs',
    'Te diste cuenta de que faltaría papel para los exámenes y lo encargaste una semana antes.',
  ],
  ['responsiveness', 'Te escribí a las siete y a las siete y diez ya tenía el presupuesto en mi correo.'],
  ['responsiveness', 'Contestaste en un ratito y así pudimos cumplir con el plazo del concurso.'],
  ['ownership', 'El reclamo no era tuyo y aun así lo tomaste como propio y no paraste hasta solucionarlo.'],
  [
    'patience',
    'Con toda la calma del mundo me repetiste cómo funciona el sistema de turnos hasta que lo entendí.',
  ],
  [
    'clear-communication',
    'Cada dos horas nos mandabas un mensaje para contarnos cómo iba la reparación del ascensor.',
  ],
  [
    'closing-the-service',
    'Una semana más tarde pasaste por mi oficina a ver si el aire acondicionado seguía funcionando.',
  ],
  [
    'reliable-handover',
    'El expediente venía entero, ordenado y sin un solo error; no tuve que devolver nada.',
  ],
  ['saying-thanks', 'En la reunión dijiste delante de todos que el mérito era de las chicas de limpieza.'],
  ['courtesy', 'Aunque el pasillo estaba lleno saludaste a cada familia con una sonrisa.'],
  ['respect', 'Trataste al practicante igual que al gerente y no dejaste que nadie lo interrumpiera.'],
  ['cross-team', 'Nos prestaste dos camilleros de tu servicio cuando urgencias no daba abasto.'],
  ['sharing-knowledge', 'Nos diste un taller para que aprendiéramos a leer los planos eléctricos.'],
  [
    'improving-the-process',
    'Con la nueva plantilla ya no copiamos los datos a mano y nos ahorramos una tarde entera.',
  ],
  ['empowering', 'Me diste los permisos para corregir las notas yo sola, sin depender de secretaría.'],
  ['magic-moment', 'Le llevaron una torta a don Julio el día de su jubilación y todos terminamos llorando.'],

  ['warm-opening', 'You sat down with me, took notes and repeated what I wanted and for which day.'],
  ['easy-to-reach', 'I always know who to call now, and you pick up even when you are on the road.'],
  [
    'anticipating-needs',
    'You noticed the projector bulb was dying and replaced it before the conference started.',
  ],
  [
    'anticipating-needs',
    'Nobody had told you, but the rooms were already set up when our guests arrived early.',
  ],
  ['responsiveness', 'I sent the contract at noon and had your answer within the hour.'],
  ['responsiveness', 'Thanks for the speedy reply, it got us to the deadline.'],
  [
    'ownership',
    'It was not your ticket, but you took it on and did not let go until the payroll run was fixed.',
  ],
  ['patience', 'You calmly went through the new rota with me again and again without making me feel stupid.'],
  ['patience', 'Explaining the lab results took you half an afternoon and you never rushed me.'],
  ['clear-communication', 'You kept us informed about the outage every half hour, in plain words.'],
  ['closing-the-service', 'You called back the next morning to see whether the heating was still working.'],
  ['reliable-handover', 'Every form was filled in correctly, so the auditors had nothing to send back.'],
  ['saying-thanks', 'In front of the board you gave the night shift credit for the idea.'],
  ['courtesy', 'Even with a queue out of the door you were friendly and said good morning to everyone.'],
  ['respect', 'You made sure the cleaner was heard in the meeting like everybody else.'],
  ['cross-team', 'Your team dropped its own work for a day to help ours get the shipment out.'],
  ['sharing-knowledge', 'You ran a short training so that we all understand how the billing codes work.'],
  ['improving-the-process', 'The checklist you made cut the handover from forty minutes to ten.'],
  ['co-creating', 'Before changing the visiting hours you asked the nurses what would work for them.'],
  ['magic-moment', 'A handwritten card was waiting on my desk the day I came back from sick leave.'],
];
