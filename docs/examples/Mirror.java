import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All accepted values of a district that a token sees, page by page, as of one instant: java Mirror.java [district] */
public class Mirror {
  static final String HUB = System.getenv().getOrDefault("HUB_URL", "http://127.0.0.1:4000");
  static final String TOKEN = System.getenv("HUB_TOKEN");
  static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  static final String QUERY = """
      query Mirror($code: String!, $asOf: DateTime!, $after: String) { subject(code: $code) {
        observations(asOf: $asOf, first: 500, after: $after) {
          edges { node { id revision value } }
          pageInfo { hasNextPage endCursor }
        } } }""";

  /** An answer has its fields in the order of the query. In earnest use a JSON library. */
  static final Pattern VALUE = Pattern.compile(
      "\\{\"id\":\"([^\"]+)\",\"revision\":(\\d+),\"value\":\"((?:[^\"\\\\]|\\\\.)*)\"\\}");
  static final Pattern NEXT = Pattern.compile("\"hasNextPage\":true,\"endCursor\":\"([^\"]+)\"");

  public static void main(String[] arguments) throws Exception {
    String code = arguments.length > 0 ? arguments[0] : "110106";
    String asOf = Instant.now().toString(); // the same for all pages: what arrives meanwhile moves nothing
    String after = null;
    int values = 0;
    int pages = 0;
    do {
      String answer = ask(code, asOf, after);
      for (Matcher value = VALUE.matcher(answer); value.find(); values++)
        System.out.println(value.group(1) + "\t" + value.group(2) + "\t" + value.group(3));
      Matcher next = NEXT.matcher(answer);
      after = next.find() ? next.group(1) : null;
      pages++;
    } while (after != null);
    System.err.println(values + " values in " + pages + " pages as of " + asOf);
  }

  static String ask(String code, String asOf, String after) throws Exception {
    String variables = "{\"code\":\"" + code + "\",\"asOf\":\"" + asOf + "\",\"after\":"
        + (after == null ? "null" : "\"" + after + "\"") + "}";
    String body = "{\"query\":\"" + QUERY.replace("\n", " ") + "\",\"variables\":" + variables + "}";
    HttpRequest request = HttpRequest.newBuilder(URI.create(HUB + "/graphql"))
        .header("Authorization", "Bearer " + TOKEN)
        .header("Content-Type", "application/json")
        .timeout(Duration.ofSeconds(30))
        .POST(BodyPublishers.ofString(body))
        .build();
    for (int attempt = 1; ; attempt++) {
      HttpResponse<String> reply = CLIENT.send(request, BodyHandlers.ofString());
      boolean isLater = reply.statusCode() == 429 || reply.statusCode() == 503;
      if (!isLater && !reply.body().contains("\"errors\":")) return reply.body();
      if (!isLater || attempt == 5) throw new IllegalStateException(reply.statusCode() + " " + reply.body());
      Thread.sleep(1000L * Long.parseLong(reply.headers().firstValue("retry-after").orElse("1")));
    }
  }
}
