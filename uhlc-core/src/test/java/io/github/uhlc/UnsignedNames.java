package io.github.uhlc;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.Tree.Kind;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.UnaryTree;
import java.util.Set;
import java.util.regex.Pattern;

/** Which expressions are unsigned numbers, by the names of this project. */
final class UnsignedNames {
  /** Variables and methods: {@code ntp}, {@code lastNtp}, {@code MAX_NTP}, {@code packed}. */
  private static final Pattern NAME = Pattern.compile("ntp|\\w+Ntp|NTP|\\w+_NTP|packed\\w*");

  /** Methods that return such a number under another name. */
  private static final Set<String> METHODS =
      Set.of("ntp64", "bits", "newTime", "lastAcquire", "plusSaturated", "ofSaturated", "tick");

  /** Methods of NtpBits that return something else. */
  private static final Set<String> SIGNED_OF_BITS =
      Set.of("seconds", "fraction", "subsecNanos", "toNanos", "counter", "isAfter", "toDuration");

  private static final Set<Kind> CLOSED_OPERATORS =
      Set.of(Kind.PLUS, Kind.MINUS, Kind.OR, Kind.XOR, Kind.AND);

  private UnsignedNames() {}

  private static boolean isName(CharSequence name) {
    return NAME.matcher(name).matches();
  }

  static boolean isUnsigned(ExpressionTree tree) {
    if (tree instanceof IdentifierTree identifier) {
      return isName(identifier.getName());
    } else if (tree instanceof MemberSelectTree select) {
      return isName(select.getIdentifier()) || select.toString().matches("NtpBits\\.MAX");
    } else if (tree instanceof MethodInvocationTree call) {
      return isUnsignedCall(call.getMethodSelect());
    } else if (tree instanceof ParenthesizedTree parentheses) {
      return isUnsigned(parentheses.getExpression());
    } else if (tree instanceof TypeCastTree cast) {
      return cast.getType().toString().matches("long|Long") && isUnsigned(cast.getExpression());
    } else if (tree instanceof ArrayAccessTree access) {
      return isUnsigned(access.getExpression());
    } else if (tree instanceof AssignmentTree assignment) {
      return isUnsigned(assignment.getVariable()) || isUnsigned(assignment.getExpression());
    } else if (tree instanceof ConditionalExpressionTree choice) {
      return isUnsigned(choice.getTrueExpression()) || isUnsigned(choice.getFalseExpression());
    } else if (tree instanceof UnaryTree unary) {
      return unary.getKind() != Kind.LOGICAL_COMPLEMENT && isUnsigned(unary.getExpression());
    }
    return tree instanceof BinaryTree binary && isUnsignedResult(binary);
  }

  private static boolean isUnsignedCall(ExpressionTree method) {
    if (method instanceof IdentifierTree identifier) {
      return isName(identifier.getName()) || METHODS.contains(identifier.getName().toString());
    }
    MemberSelectTree select = (MemberSelectTree) method;
    String name = select.getIdentifier().toString();
    return isName(name)
        || METHODS.contains(name)
        || (select.getExpression().toString().equals("NtpBits") && !SIGNED_OF_BITS.contains(name));
  }

  private static boolean isUnsignedResult(BinaryTree binary) {
    ExpressionTree left = binary.getLeftOperand();
    ExpressionTree right = binary.getRightOperand();
    if (binary.getKind() == Kind.LEFT_SHIFT) {
      return isUnsigned(left);
    }
    // What is masked by a few bits is small, and so signed as well as unsigned.
    boolean masked = binary.getKind() == Kind.AND && (isMask(left) || isMask(right));
    return !masked
        && CLOSED_OPERATORS.contains(binary.getKind())
        && (isUnsigned(left) || isUnsigned(right));
  }

  private static boolean isMask(ExpressionTree tree) {
    return (tree instanceof LiteralTree literal
            && literal.getValue() instanceof Number number
            && number.longValue() >= 0)
        || tree.toString().matches("\\w*MASK");
  }

  /** Whether a function, such as {@code Timestamp::ntp64}, returns one. */
  static boolean yieldsUnsigned(ExpressionTree function) {
    if (function instanceof MemberReferenceTree reference) {
      String name = reference.getName().toString();
      return isName(name) || METHODS.contains(name);
    }
    return function instanceof LambdaExpressionTree lambda
        && lambda.getBody() instanceof ExpressionTree body
        && isUnsigned(body);
  }

  /** Whether a variable is an array of them, by the plural of their names or their own. */
  static boolean isArrayOfUnsigned(ExpressionTree tree) {
    return tree instanceof IdentifierTree identifier
        && identifier.getName().toString().matches("ntps|\\w*Ntps?|packed\\w*");
  }

  /** Whether one of the calls in a chain, from a stream's source to its end, makes them. */
  static boolean isStreamOfUnsigned(ExpressionTree chain) {
    Tree link = chain;
    while (link instanceof MethodInvocationTree call) {
      if (call.getArguments().stream()
          .anyMatch(tree -> yieldsUnsigned(tree) || isArrayOfUnsigned(tree) || isUnsigned(tree))) {
        return true;
      }
      link =
          call.getMethodSelect() instanceof MemberSelectTree select ? select.getExpression() : null;
    }
    return false;
  }
}
