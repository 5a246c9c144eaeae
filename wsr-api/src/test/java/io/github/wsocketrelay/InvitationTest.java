package io.github.wsocketrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;

final class InvitationTest {
  private static final ServerId ID = ServerId.parse("my-server");

  @Test
  void readsAServerIdAndARelay() {
    assertThat(Invitation.parse(" My Server @ https://Relay.example/ "))
        .isEqualTo(new Invitation(ID, URI.create("wss://relay.example")));
  }

  @Test
  void refusesASchemeBeforeTheIdInsteadOfTakingItForPartOfIt() {
    assertThatThrownBy(() -> Invitation.parse("ws://my-server@relay.example"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("behind the '@'")
        .hasMessageNotContaining("my-server");
  }

  @Test
  void readsBackItsText() {
    Invitation invitation = new Invitation(ServerId.random(), URI.create("ws://relay:8080/wsr"));

    assertThat(invitation.text()).isEqualTo(invitation.serverId().text() + "@ws://relay:8080/wsr");
    assertThat(Invitation.parse(invitation.text())).isEqualTo(invitation);
  }

  @Test
  void hidesTheIdInItsDescription() {
    assertThat(new Invitation(ID, URI.create("ws://relay"))).hasToString("#eawmfg@ws://relay");
  }

  @Test
  void bringsTheRelayIntoItsNormalForm() {
    assertThat(new Invitation(ID, URI.create("HTTPS://Relay/")).relay())
        .isEqualTo(URI.create("wss://relay"));
  }

  @Test
  void refusesATextWithoutAnAtSignAndDoesNotRepeatIt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Invitation.parse("my-server"))
        .withMessageContaining("no '@'")
        .withMessageNotContaining("my-server");
  }

  @Test
  void refusesAWrongIdOrRelayWithThatPartsMessage() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Invitation.parse("@relay"))
        .withMessageContaining("a server ID has");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Invitation.parse("my-server@"))
        .withMessageContaining("no relay address");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Invitation.parse("my-server@other@relay"))
        .withMessageContaining("must not have a user");
  }

  @Test
  void refusesARelayThatIsNoWebSocketAddress() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Invitation(ID, URI.create("mailto:relay")))
        .withMessageContaining("scheme");
  }
}
