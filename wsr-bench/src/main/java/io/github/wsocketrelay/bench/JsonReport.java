package io.github.wsocketrelay.bench;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonWriterFactory;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonGenerator;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/** One JSON document for programs, at the end. What is not known is left out. */
final class JsonReport implements Report {
  private static final JsonProvider JSON = JsonProvider.provider();
  private static final JsonWriterFactory WRITERS =
      JSON.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true));
  private static final int DECIMALS = 3;

  private final JsonObjectBuilder setting;
  private final Consumer<String> out;
  private final JsonArrayBuilder measurements = JSON.createArrayBuilder();
  private final JsonArrayBuilder scale = JSON.createArrayBuilder();
  private final JsonArrayBuilder skipped = JSON.createArrayBuilder();

  JsonReport(Setting setting, Consumer<String> out) {
    this.out = out;
    this.setting =
        JSON.createObjectBuilder()
            .add("relay", setting.relayText())
            .add("java", System.getProperty("java.version"))
            .add("os", System.getProperty("os.name"))
            .add("processors", Runtime.getRuntime().availableProcessors())
            .add("warmUpSeconds", setting.warmUp().toSeconds())
            .add("measuredSeconds", setting.measured().toSeconds());
  }

  @Override
  public void measured(Measurement row) {
    Outcome outcome = row.outcome();
    JsonObjectBuilder object =
        JSON.createObjectBuilder()
            .add("scenario", row.scenario())
            .add("route", row.route().text())
            .add("flows", row.load().flows())
            .add("hz", row.load().hz())
            .add("inFlightPerFlow", row.load().window())
            .add("leastBytes", row.load().leastBytes())
            .add("mostBytes", row.load().mostBytes())
            .add("sent", outcome.sent())
            .add("returned", outcome.returned())
            .add("lossPercent", rounded(outcome.lossPercent()))
            .add("sentPerSecond", rounded(outcome.sentPerSecond()))
            .add("roundTripsPerSecond", rounded(outcome.returnedPerSecond()));
    if (outcome.returned() > 0) {
      object.add("roundTripMicros", roundTrip(outcome.roundTrip()));
    }
    measurements.add(
        object
            .add(
                "cpuMicrosPerRoundTrip",
                owners(row.relayMicros(), row.sidesMicros(), row.benchMicros()))
            .add(
                "allocatedBytesPerRoundTrip",
                owners(row.relayBytes(), row.sidesBytes(), OptionalDouble.empty()))
            .add("faults", faults(outcome.faults()))
            .add("dropped", dropped(row)));
  }

  @Override
  public void scaled(ScaleStep step) {
    JsonObjectBuilder object =
        JSON.createObjectBuilder()
            .add("connectors", step.connectors())
            .add("exposers", step.exposers())
            .add("startSeconds", rounded(step.startSeconds()))
            .add("threads", step.threads());
    if (step.tellsHeap()) {
      object
          .add("heapBytesPerIdleLink", step.idleLinkBytes())
          .add("heapBytesPerActiveFlow", step.activeFlowBytes());
    }
    scale.add(object);
  }

  @Override
  public void skipped(String scenario, String reason) {
    skipped.add(JSON.createObjectBuilder().add("scenario", scenario).add("reason", reason));
  }

  @Override
  public void end() {
    StringWriter text = new StringWriter();
    WRITERS
        .createWriter(text)
        .writeObject(
            JSON.createObjectBuilder()
                .add("setting", setting)
                .add("measurements", measurements)
                .add("scale", scale)
                .add("skipped", skipped)
                .build());
    out.accept(text.toString().strip());
  }

  private static JsonObjectBuilder roundTrip(RoundTrip roundTrip) {
    return JSON.createObjectBuilder()
        .add("p50", rounded(roundTrip.p50()))
        .add("p99", rounded(roundTrip.p99()))
        .add("p99.9", rounded(roundTrip.p999()))
        .add("max", rounded(roundTrip.max()));
  }

  private static JsonObjectBuilder owners(
      OptionalDouble relay, OptionalDouble sides, OptionalDouble bench) {
    JsonObjectBuilder object = JSON.createObjectBuilder();
    relay.ifPresent(number -> object.add("relay", rounded(number)));
    sides.ifPresent(number -> object.add("sides", rounded(number)));
    bench.ifPresent(number -> object.add("bench", rounded(number)));
    return object;
  }

  private static JsonObjectBuilder faults(Faults faults) {
    return JSON.createObjectBuilder()
        .add("altered", faults.altered())
        .add("misdelivered", faults.misdelivered())
        .add("duplicates", faults.duplicates());
  }

  private static JsonObjectBuilder dropped(Measurement row) {
    JsonObjectBuilder object = JSON.createObjectBuilder();
    row.dropped().forEach((reason, number) -> object.add(reason.name(), number));
    return object;
  }

  private static BigDecimal rounded(double number) {
    return BigDecimal.valueOf(number).setScale(DECIMALS, RoundingMode.HALF_UP);
  }
}
