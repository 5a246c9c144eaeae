package io.github.wsocketrelay.tyrus.internal.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.tyrus.internal.page.RelayPage.Access;
import io.github.wsocketrelay.tyrus.internal.page.RelayPage.Totals;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RelayPageTest {
  private static String page(Access access, String address) {
    RelayPage page = new RelayPage(access, () -> new Totals(3, 17));
    return new String(page.render(address), StandardCharsets.UTF_8);
  }

  @Test
  void saysHowToJoinAndHowToHost() {
    assertThat(page(Access.OPEN, "wss://relay.example"))
        .contains("<code>wsrconnect 7777 wss://relay.example SERVER-ID</code>")
        .contains("<code>wsrexpose 0 wss://relay.example 7777</code>")
        .contains("Everybody may use it.");
  }

  @Test
  void saysThatATokenIsNeeded() {
    assertThat(page(Access.TOKEN, "wss://relay.example"))
        .contains("SERVER-ID --token-file TOKEN-FILE</code>")
        .contains("7777 --token-file TOKEN-FILE</code>")
        .contains("You need an access token");
  }

  @Test
  void tellsHowManyAreThereWhenItIsAskedFor() {
    int[] servers = {1};
    RelayPage page = new RelayPage(Access.OPEN, () -> new Totals(servers[0], 0));
    servers[0] = 2_048;
    assertThat(new String(page.render("ws://r"), StandardCharsets.UTF_8))
        .contains("<dt>servers</dt><dd>2048</dd>")
        .contains("<dt>players</dt><dd>0</dd>");
  }

  @ParameterizedTest
  @EnumSource(Access.class)
  void leavesNoPlaceUnfilledAndLoadsNothing(Access access) {
    assertThat(page(access, "ws://relay.example:8080"))
        .doesNotContain("{{")
        .doesNotContainIgnoringCase("<script")
        .doesNotContainIgnoringCase("src=")
        .doesNotContainIgnoringCase("url(")
        .doesNotContainIgnoringCase("@import")
        .doesNotContainPattern("\\s(on\\w+|style)=");
  }

  @Test
  void showsWhatIsNoHostAsText() {
    assertThat(page(Access.OPEN, "ws://<script>alert('1')</script>&\"{{players}}"))
        .doesNotContain("<script>")
        .contains(
            "ws://&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;&quot;{{players}} SERVER-ID");
  }

  /** Browsers apply a style only if its digest is the policy's. */
  @Test
  void allowsItsOwnStyleAndNothingElse() throws Exception {
    RelayPage page = new RelayPage(Access.OPEN, () -> new Totals(0, 0));
    Matcher style =
        Pattern.compile("<style>(.*)</style>", Pattern.DOTALL).matcher(page(Access.OPEN, "ws://r"));
    assertThat(style.find()).isTrue();
    byte[] digest =
        java.security.MessageDigest.getInstance("SHA-256")
            .digest(style.group(1).getBytes(StandardCharsets.UTF_8));
    assertThat(page.contentSecurityPolicy())
        .startsWith("default-src 'none'; style-src 'sha256-")
        .contains("'sha256-" + java.util.Base64.getEncoder().encodeToString(digest) + "'")
        .doesNotContain("unsafe")
        .doesNotContain("script-src");
  }
}
